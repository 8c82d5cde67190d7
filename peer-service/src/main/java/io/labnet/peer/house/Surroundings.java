package io.labnet.peer.house;

import io.labnet.peer.http.AllowedNetworks;
import io.labnet.peer.http.Http;
import io.labnet.peer.session.Wiretap;
import io.labnet.peer.torrent.Counts;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all peers of a house share.
 *
 * @param changes counts what changed on any peer, so that watchers see what is new
 */
public record Surroundings(
        Http http, AllowedNetworks allowed, Wiretap wiretap, Counts counts, AtomicLong changes) {

    public Surroundings(Http http, AllowedNetworks allowed, Wiretap wiretap, Counts counts) {
        this(http, allowed, wiretap, counts, new AtomicLong());
    }

    /** Something changed: its number. */
    long change() {
        return changes.incrementAndGet();
    }
}
