package io.labnet.tracker.torrent;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.metainfo.Metainfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

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
        Instant published) {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    static HostedTorrent of(String name, Metainfo metainfo, byte[] file, Instant published) {
        return new HostedTorrent(
                name,
                metainfo.infoHash(),
                metainfo.info().lengthBytes(),
                metainfo.info().pieceCount(),
                // Any digest of the whole file will do; this one is at hand.
                InfoHash.ofInfo(file).hex(),
                published.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The torrent's own name, with a hyphen for what a name here may not have. */
    static String nameOf(Metainfo metainfo) {
        return metainfo.info().name().replaceAll("[^A-Za-z0-9._-]", "-");
    }
}
