package io.labnet.peer.torrent;

import io.labnet.bittorrent.PeerId;
import java.net.InetSocketAddress;

/**
 * One connection with another peer, at one moment.
 *
 * @param isIncoming whether the other called
 * @param amChoking whether we answer none of its requests
 * @param amInterested whether we want something that it has
 * @param peerChoking whether it answers none of ours
 * @param peerInterested whether it wants something that we have
 * @param piecesHave how many pieces it told to have
 */
public record NeighbourView(
        InetSocketAddress address,
        PeerId peerId,
        boolean isIncoming,
        boolean amChoking,
        boolean amInterested,
        boolean peerChoking,
        boolean peerInterested,
        int piecesHave,
        long downloadBytesPerSecond,
        long uploadBytesPerSecond,
        long downloadedBytes,
        long uploadedBytes) {}
