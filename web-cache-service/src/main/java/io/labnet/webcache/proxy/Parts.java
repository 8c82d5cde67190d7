package io.labnet.webcache.proxy;

import io.labnet.trace.Trace;
import io.labnet.webcache.access.Ledger;
import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.Verdict;
import io.labnet.webcache.edge.Door;
import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.Reuse;
import io.labnet.webcache.store.Flights;
import io.labnet.webcache.store.ObjectStore;
import io.labnet.webcache.upstream.Upstream;
import io.labnet.webcache.wire.RequestHead;
import java.net.InetSocketAddress;
import java.time.Clock;

/**
 * What all exchanges share.
 *
 * @param pseudonym this proxy's name in Via; each proxy of a chain needs its own
 * @param door where clients come in
 * @param admission who may use the proxy, where it is not a site that is visited
 * @param discretion what this cache does where the RFCs leave it free
 */
public record Parts(
        String pseudonym,
        Door door,
        Admission admission,
        ClientLimits limits,
        Discretion discretion,
        ObjectStore store,
        Flights<Outcome> flights,
        Upstream upstream,
        Counts counts,
        Ledger ledger,
        Trace trace,
        Clock clock) {
    /** The same, for a listener that is no forward proxy. */
    public Parts atTheEdge() {
        return at(new Door.OfTheEdge());
    }

    /** The same, for clients who come in there. */
    Parts at(Door other) {
        return new Parts(
                pseudonym,
                other,
                admission,
                limits,
                discretion,
                store,
                flights,
                upstream,
                counts,
                ledger,
                trace,
                clock);
    }

    /** Whether somebody may ask for something, coming in there. */
    Verdict judge(InetSocketAddress from, Request request) {
        var visits = door.isVisit(request, upstream.sites());
        return admission.judge(from.getAddress(), request, visits);
    }

    /** What a connection of HTTP/1.x brings there, with TLS or without. */
    Reading read(RequestHead head, boolean secure) {
        return door instanceof Door.Astray
                ? Reading.ASTRAY
                : Reading.of(head, sites(secure), secure);
    }

    /** What a stream of HTTP/2 begins with there. */
    Reading readStream(RequestHead head) {
        return door instanceof Door.Astray
                ? Reading.ASTRAY
                : Reading.ofStream(head, upstream.sites());
    }

    // Those that are asked there as an origin is.
    private Sites sites(boolean secure) {
        // The certificate of the proxy itself speaks for none (RFC 9110 section 7.4).
        var isTheProxys = secure && door instanceof Door.OfTheProxy;
        return isTheProxys ? Sites.NONE : upstream.sites();
    }

    /** Whether a stored response stands in for an origin that failed this request. */
    boolean standsIn(Request request, Received stored) {
        var unlessSaid = upstream.guard().standIn();
        return Reuse.standsInForError(request, stored, clock.instant(), unlessSaid);
    }
}
