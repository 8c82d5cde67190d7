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
 * none.
 */
public final class FileTorrentStore implements TorrentStore {
    private static final String SUFFIX = ".torrent";
    private static final String UNFINISHED = ".unfinished";
    private static final Pattern FILE_NAME =
            Pattern.compile(HostedTorrent.NAME.pattern() + Pattern.quote(SUFFIX));
    private static final Logger LOG = LoggerFactory.getLogger(FileTorrentStore.class);

    private final Path folder;
    private final int most;
    private final Clock clock;
    private final Map<String, HostedTorrent> torrents = new ConcurrentSkipListMap<>();

    /**
     * Opens a folder, made when it is not there, and reads what it holds.
     *
     * @param most how many torrent files are hosted at a time
     */
    public FileTorrentStore(Path folder, int most, Clock clock) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.most = most;
        this.clock = clock;
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                open(file);
            }
        }
    }

    @Override
    public List<HostedTorrent> all() {
        return List.copyOf(torrents.values());
    }

    @Override
    public Optional<HostedTorrent> find(String name) {
        return Optional.ofNullable(torrents.get(name));
    }

    @Override
    public boolean hosts(InfoHash infoHash) {
        return torrents.values().stream().anyMatch(t -> t.infoHash().equals(infoHash));
    }

    @Override
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

    @Override
    public synchronized Publication host(String name, Metainfo metainfo, byte[] bytes)
            throws IOException {
        var torrent = HostedTorrent.of(name, metainfo, bytes, clock.instant());
        var there = torrents.get(name);
        if (there != null) {
            return Publication.taken(there, torrent);
        }
        if (torrents.size() >= most) {
            return new Publication.Full(most);
        }
        write(file(name), bytes);
        torrents.put(name, torrent);
        return new Publication.Created(torrent);
    }

    @Override
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
                torrents.put(name, HostedTorrent.of(name, Metainfo.parse(bytes), bytes, published));
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
}
