package io.labnet.peer.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labnet.bittorrent.metainfo.InvalidMetainfoException;
import io.labnet.bittorrent.metainfo.Metainfo;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers that were added, on disk: a folder each, with its torrent, its profile and its content.
 *
 * <p>The profile is written last and in one step, so that a folder with one is whole, also after a
 * crash; a folder without one is nothing.
 */
final class Shelf {
    /** A peer as it was kept. */
    record Kept(PeerProfile profile, Metainfo metainfo) {}

    private static final String TORRENT = "metainfo.torrent";
    private static final String PROFILE = "peer.properties";
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    private final Path root;

    Shelf(Path root) {
        this.root = root;
    }

    /** Where a peer's files belong. */
    Path content(String name) {
        return root.resolve(name).resolve("content");
    }

    void keep(PeerProfile profile, Metainfo metainfo) throws IOException {
        var folder = root.resolve(profile.name());
        Files.createDirectories(folder);
        replace(folder.resolve(TORRENT), metainfo.toBytes());
        var lines = new StringWriter();
        properties(profile).store(lines, null);
        replace(folder.resolve(PROFILE), lines.toString().getBytes(UTF_8));
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        try (var channel =
                FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Properties properties(PeerProfile profile) {
        var properties = new Properties();
        properties.setProperty("address", profile.address().getAddress().getHostAddress());
        properties.setProperty("port", profile.address().getPort() + "");
        properties.setProperty("source", profile.source());
        properties.setProperty("upload-limit", profile.uploadLimitBytesPerSecond() + "");
        properties.setProperty("download-limit", profile.downloadLimitBytesPerSecond() + "");
        return properties;
    }

    /** All peers that were kept; what cannot be read is passed over, and said in the log. */
    List<Kept> all() throws IOException {
        Files.createDirectories(root);
        var kept = new ArrayList<Kept>();
        try (var folders = Files.list(root)) {
            for (var folder : folders.sorted().toList()) {
                if (Files.exists(folder.resolve(PROFILE))) {
                    addTo(kept, folder);
                }
            }
        }
        return kept;
    }

    private static void addTo(List<Kept> kept, Path folder) {
        try {
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(folder.resolve(PROFILE))));
            kept.add(
                    new Kept(
                            profile(folder.getFileName().toString(), properties),
                            Metainfo.parse(Files.readAllBytes(folder.resolve(TORRENT)))));
        } catch (IOException | IllegalArgumentException | InvalidMetainfoException e) {
            LOG.warn("the peer in {} cannot be brought back", folder, e);
        }
    }

    private static PeerProfile profile(String name, Properties properties) {
        return new PeerProfile(
                name,
                new InetSocketAddress(
                        InetAddress.ofLiteral(properties.getProperty("address", "")),
                        Integer.parseInt(properties.getProperty("port"))),
                properties.getProperty("source", ""),
                Long.parseLong(properties.getProperty("upload-limit")),
                Long.parseLong(properties.getProperty("download-limit")));
    }

    /** Forgets a peer, with its content. */
    void drop(String name) throws IOException {
        var folder = root.resolve(name);
        // First what makes the folder count.
        Files.deleteIfExists(folder.resolve(PROFILE));
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
