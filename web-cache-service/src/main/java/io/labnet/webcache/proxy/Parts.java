package io.labnet.webcache.proxy;

import io.labnet.trace.Trace;
import io.labnet.webcache.access.Ledger;
import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.store.FillingSpace;
import io.labnet.webcache.store.Flights;
import io.labnet.webcache.store.ObjectStore;
import io.labnet.webcache.upstream.Upstream;
import java.time.Clock;

/**
 * What all exchanges share.
 *
 * @param pseudonym this proxy's name in Via; each proxy of a chain needs its own
 * @param admission who may use the proxy
 * @param space for responses on their way into the store
 */
public record Parts(
        String pseudonym,
        Admission admission,
        ClientLimits limits,
        ObjectStore store,
        FillingSpace space,
        Flights flights,
        Upstream upstream,
        Counts counts,
        Ledger ledger,
        Trace trace,
        Clock clock) {}
