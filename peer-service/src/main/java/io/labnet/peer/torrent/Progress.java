package io.labnet.peer.torrent;

/**
 * How far a peer is with its torrent, at one moment.
 *
 * @param problem why it failed; empty unless it did
 * @param piecesHave how many pieces passed their check
 * @param pieces how many there are
 * @param leftBytes what is missing still
 * @param downloadedBytes blocks that came since the peer started, the useless ones too
 * @param uploadedBytes blocks that were sent since the peer started
 * @param downloadBytesPerSecond mean of the last 20 seconds
 * @param uploadBytesPerSecond mean of the last 20 seconds
 * @param neighbours how many other peers it talks with
 */
public record Progress(
        State state,
        String problem,
        int piecesHave,
        int pieces,
        long leftBytes,
        long downloadedBytes,
        long uploadedBytes,
        long downloadBytesPerSecond,
        long uploadBytesPerSecond,
        int neighbours) {}
