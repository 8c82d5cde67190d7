package io.labnet.peer.house;

import java.net.InetSocketAddress;

/**
 * What a peer was asked to be.
 *
 * @param name unique in this house: lower-case letters, digits and hyphens, 40 at most
 * @param address where it listens, and where it calls from
 * @param source where its torrent came from, for people; empty when it was not fetched
 * @param uploadLimitBytesPerSecond 0 for none
 * @param downloadLimitBytesPerSecond 0 for none
 */
public record PeerProfile(
        String name,
        InetSocketAddress address,
        String source,
        long uploadLimitBytesPerSecond,
        long downloadLimitBytesPerSecond) {

    PeerProfile at(InetSocketAddress elsewhere) {
        return new PeerProfile(
                name, elsewhere, source, uploadLimitBytesPerSecond, downloadLimitBytesPerSecond);
    }
}
