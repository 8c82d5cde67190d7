package io.labnet.peer.house;

/** What became of the wish for one more peer. */
public sealed interface Admission {
    record Admitted(Peer peer) implements Admission {}

    /** The name is another peer's, or none that a peer may have. */
    record BadName(String reason) implements Admission {}

    /** There is no address left. */
    record HouseFull(int most) implements Admission {}

    /** The torrent holds more than a peer may keep, or has more files. */
    record TooLarge(String reason) implements Admission {}

    /** Its address or its folder cannot be had. */
    record Impossible(String reason) implements Admission {}
}
