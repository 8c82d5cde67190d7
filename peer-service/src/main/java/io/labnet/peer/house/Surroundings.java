package io.labnet.peer.house;

import io.labnet.peer.http.AllowedNetworks;
import io.labnet.peer.http.Http;
import io.labnet.peer.session.Wiretap;
import io.labnet.peer.torrent.Counts;

/**
 * What all peers of a house share.
 *
 * @param changes counts what changed on any peer, so that watchers see what is new
 */
public record Surroundings(
        Http http, AllowedNetworks allowed, Wiretap wiretap, Counts counts, Changes changes) {

    public Surroundings(Http http, AllowedNetworks allowed, Wiretap wiretap, Counts counts) {
        this(http, allowed, wiretap, counts, new Changes());
    }
}
