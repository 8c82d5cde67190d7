package io.labnet.peer.admin;

import io.labnet.peer.torrent.NeighbourView;

/**
 * A connection of a peer in JSON, in the words of BEP 3.
 *
 * @param client the other's peer id, as text: most begin with the program's letters (BEP 20)
 * @param incoming whether the other called
 */
record ConnectionResource(
        String address,
        int port,
        String client,
        boolean incoming,
        boolean amChoking,
        boolean amInterested,
        boolean peerChoking,
        boolean peerInterested,
        int piecesHave,
        long downloadBytesPerSecond,
        long uploadBytesPerSecond,
        long downloadedBytes,
        long uploadedBytes) {

    static ConnectionResource of(NeighbourView view) {
        return new ConnectionResource(
                view.address().getAddress().getHostAddress(),
                view.address().getPort(),
                view.peerId().text(),
                view.isIncoming(),
                view.amChoking(),
                view.amInterested(),
                view.peerChoking(),
                view.peerInterested(),
                view.piecesHave(),
                view.downloadBytesPerSecond(),
                view.uploadBytesPerSecond(),
                view.downloadedBytes(),
                view.uploadedBytes());
    }
}
