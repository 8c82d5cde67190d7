package io.labnet.tracker.torrent;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.metainfo.InvalidMetainfoException;
import io.labnet.bittorrent.metainfo.Metainfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The hosted torrent files; safe for use by many threads.
 *
 * <p>One that others share may be out of reach: everything here then throws {@link
 * io.labnet.tracker.redis.RedisAwayException}.
 */
public interface TorrentStore {
    /** The longest torrent file that is hosted. */
    int LENGTH_BYTES_MAX = 1 << 20;

    /** Every hosted torrent, by name. */
    List<HostedTorrent> all();

    Optional<HostedTorrent> find(String name);

    boolean hosts(InfoHash infoHash);

    /** The torrent file with this name, or nothing when there is none. */
    Optional<byte[]> read(String name) throws IOException;

    /**
     * Hosts a torrent file; it is in the store when this returns.
     *
     * @param name without {@code .torrent}; empty for the name that the torrent has itself
     */
    default Publication publish(String name, byte[] bytes) throws IOException {
        if (bytes.length > LENGTH_BYTES_MAX) {
            return new Publication.Refused(
                    "a torrent file has " + LENGTH_BYTES_MAX + " bytes at most");
        }
        try {
            var metainfo = Metainfo.parse(bytes);
            var asked = name.isEmpty() ? HostedTorrent.nameOf(metainfo) : name;
            return HostedTorrent.NAME.matcher(asked).matches()
                    ? host(asked, metainfo, bytes)
                    : new Publication.Refused(
                            "a name is 1 to 100 letters, digits, dots, hyphens or underscores");
        } catch (InvalidMetainfoException e) {
            return new Publication.Refused("this is no torrent file: " + e.getMessage());
        }
    }

    /** Hosts a torrent file that has been read and may be named so. */
    Publication host(String name, Metainfo metainfo, byte[] bytes) throws IOException;

    /** Hosts a torrent file no more; says whether it was hosted. */
    boolean delete(String name) throws IOException;
}
