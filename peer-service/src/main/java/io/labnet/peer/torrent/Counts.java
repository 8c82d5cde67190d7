package io.labnet.peer.torrent;

/** What is counted over all peers of the process. */
public interface Counts {
    void pieceVerified();

    void pieceFailed();

    void downloaded(int bytes);

    void uploaded(int bytes);
}
