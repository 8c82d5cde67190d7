package io.labnet.tracker.torrent;

import io.labnet.bittorrent.InfoHash;
import java.time.Instant;

/**
 * A torrent file that this tracker hosts.
 *
 * @param name what it is asked for by, without {@code .torrent}
 * @param lengthBytes how long the torrent's content is
 * @param pieces how many pieces it has
 * @param etag a digest of the torrent file, without quotes
 * @param published when it was, to the second
 */
public record HostedTorrent(
        String name,
        InfoHash infoHash,
        long lengthBytes,
        int pieces,
        String etag,
        Instant published) {}
