package io.labnet.peer.admin;

import io.labnet.peer.house.Peer;
import io.labnet.peer.torrent.State;

/**
 * A peer in JSON.
 *
 * @param address where it listens, without the port
 * @param torrent the torrent's name for its content
 * @param source where the torrent was fetched; empty when it was not
 * @param piecesHave how many pieces passed their SHA-1 check
 * @param lengthBytes of the whole content
 * @param leftBytes what is missing still
 * @param downloadedBytes since the peer started
 * @param uploadedBytes since the peer started
 * @param problem why it failed, or why no tracker answers; empty when all is well
 */
record PeerResource(
        String name,
        String address,
        int port,
        String torrent,
        String source,
        String infoHash,
        State state,
        int piecesHave,
        int pieces,
        long lengthBytes,
        long leftBytes,
        long downloadedBytes,
        long uploadedBytes,
        long downloadBytesPerSecond,
        long uploadBytesPerSecond,
        long uploadLimitBytesPerSecond,
        long downloadLimitBytesPerSecond,
        int connections,
        String problem) {

    static PeerResource of(Peer peer) {
        var profile = peer.profile();
        var info = peer.metainfo().info();
        var progress = peer.progress();
        return new PeerResource(
                profile.name(),
                peer.address().getAddress().getHostAddress(),
                peer.address().getPort(),
                info.name(),
                profile.source(),
                peer.metainfo().infoHash().hex(),
                progress.state(),
                progress.piecesHave(),
                progress.pieces(),
                info.lengthBytes(),
                progress.leftBytes(),
                progress.downloadedBytes(),
                progress.uploadedBytes(),
                progress.downloadBytesPerSecond(),
                progress.uploadBytesPerSecond(),
                profile.uploadLimitBytesPerSecond(),
                profile.downloadLimitBytesPerSecond(),
                progress.neighbours(),
                progress.problem().isEmpty() ? peer.trackerProblem() : progress.problem());
    }
}
