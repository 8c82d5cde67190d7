package io.labnet.tracker.torrent;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.metainfo.InvalidMetainfoException;
import io.labnet.bittorrent.metainfo.Metainfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosted torrent files: {@code <name>.torrent} in one folder, and what is in them in memory.
 *
 * <p>A file is written beside its place, synced and moved there, so a crash leaves a whole file or
 * none. Safe for use by many threads.
 */
public final class TorrentStore {
    /** The longest torrent file that is hosted. */
    public static final int LENGTH_BYTES_MAX = 1 << 20;

    private static final String SUFFIX = ".torrent";
    private static final String UNFINISHED = ".unfinished";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern FILE_NAME =
            Pattern.compile(NAME.pattern() + Pattern.quote(SUFFIX));
    private static final Logger LOG = LoggerFactory.getLogger(TorrentStore.class);

    private final Path folder;
    private final int most;
    private final Clock clock;
    private final Map<String, HostedTorrent> torrents = new ConcurrentSkipListMap<>();

    /**
     * Opens a folder, made when it is not there, and reads what it holds.
     *
     * @param most how many torrent files are hosted at a time
     */
    public TorrentStore(Path folder, int most, Clock clock) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.most = most;
        this.clock = clock;
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                open(file);
            }
        }
    }

    /** Every hosted torrent, by name. */
    public List<HostedTorrent> all() {
        return List.copyOf(torrents.values());
    }

    public Optional<HostedTorrent> find(String name) {
        return Optional.ofNullable(torrents.get(name));
    }

    public boolean hosts(InfoHash infoHash) {
        return torrents.values().stream().anyMatch(t -> t.infoHash().equals(infoHash));
    }

    /** The torrent file with this name, or nothing when there is none. */
    public Optional<byte[]> read(String name) throws IOException {
        if (!torrents.containsKey(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file(name)));
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    /**
     * Hosts a torrent file; it is on disk when this returns.
     *
     * @param name without {@code .torrent}; empty for the name that the torrent has itself
     */
    public synchronized Publication publish(String name, byte[] bytes) throws IOException {
        if (bytes.length > LENGTH_BYTES_MAX) {
            return new Publication.Refused(
                    "a torrent file has " + LENGTH_BYTES_MAX + " bytes at most");
        }
        try {
            var metainfo = Metainfo.parse(bytes);
            var asked = name.isEmpty() ? fileName(metainfo.info().name()) : name;
            if (!NAME.matcher(asked).matches()) {
                return new Publication.Refused(
                        "a name is 1 to 100 letters, digits, dots, hyphens or underscores");
            }
            return publish(describe(asked, bytes, metainfo, clock.instant()), bytes);
        } catch (InvalidMetainfoException e) {
            return new Publication.Refused("this is no torrent file: " + e.getMessage());
        }
    }

    private Publication publish(HostedTorrent torrent, byte[] bytes) throws IOException {
        var there = torrents.get(torrent.name());
        if (there != null) {
            return there.etag().equals(torrent.etag())
                    ? new Publication.AlreadyThere(there)
                    : new Publication.NameTaken(there);
        }
        if (torrents.size() >= most) {
            return new Publication.Full(most);
        }
        write(file(torrent.name()), bytes);
        torrents.put(torrent.name(), torrent);
        return new Publication.Created(torrent);
    }

    /** Hosts a torrent file no more; says whether it was hosted. */
    public synchronized boolean delete(String name) throws IOException {
        if (!torrents.containsKey(name)) {
            return false;
        }
        // First on disk: what cannot be deleted would be back after the next start.
        Files.deleteIfExists(file(name));
        sync(folder);
        torrents.remove(name);
        return true;
    }

    // A folder that somebody put strange files into must not keep the tracker from starting.
    private void open(Path file) {
        var fileName = file.getFileName().toString();
        try {
            if (fileName.endsWith(UNFINISHED)) {
                Files.delete(file);
            } else if (isTorrentFile(file)) {
                var name = fileName.substring(0, fileName.length() - SUFFIX.length());
                var bytes = Files.readAllBytes(file);
                var published = Files.getLastModifiedTime(file).toInstant();
                torrents.put(name, describe(name, bytes, Metainfo.parse(bytes), published));
            }
        } catch (InvalidMetainfoException | IOException e) {
            LOG.warn("{} is not hosted: {}", file, e.toString());
        }
    }

    private static boolean isTorrentFile(Path file) throws IOException {
        return FILE_NAME.matcher(file.getFileName().toString()).matches()
                && Files.isRegularFile(file)
                && Files.size(file) <= LENGTH_BYTES_MAX;
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }

    private void write(Path file, byte[] bytes) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (var channel =
                FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (var left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
    }

    // A name is in a folder for good only when the folder is synced too.
    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String fileName(String torrentName) {
        return torrentName.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private static HostedTorrent describe(
            String name, byte[] bytes, Metainfo metainfo, Instant published) {
        return new HostedTorrent(
                name,
                metainfo.infoHash(),
                metainfo.info().lengthBytes(),
                metainfo.info().pieceCount(),
                // Any digest of the whole file will do; this one is at hand.
                InfoHash.ofInfo(bytes).hex(),
                published.truncatedTo(ChronoUnit.SECONDS));
    }
}
