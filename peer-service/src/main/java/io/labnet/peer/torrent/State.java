package io.labnet.peer.torrent;

/** How far a peer is with its torrent. */
public enum State {
    /** Looks at what is on disk already. */
    CHECKING,
    /** Misses pieces. */
    DOWNLOADING,
    /** Has everything, and gives it to others. */
    SEEDING,
    /** Left the swarm. */
    STOPPED,
    /** Cannot go on, most likely for want of disk space. */
    FAILED
}
