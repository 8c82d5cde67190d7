package io.labnet.tracker.torrent;

/** What became of a torrent file that was to be hosted. */
public sealed interface Publication {
    record Created(HostedTorrent torrent) implements Publication {}

    /** The same bytes are hosted under this name already. */
    record AlreadyThere(HostedTorrent torrent) implements Publication {}

    /** Another torrent file has this name. */
    record NameTaken(HostedTorrent torrent) implements Publication {}

    /** No more torrent files are hosted than this many. */
    record Full(int most) implements Publication {}

    /** These bytes, or this name, cannot be hosted. */
    record Refused(String reason) implements Publication {}

    /** What it is to publish under a name that is in use. */
    static Publication taken(HostedTorrent there, HostedTorrent asked) {
        return there.etag().equals(asked.etag()) ? new AlreadyThere(there) : new NameTaken(there);
    }
}
