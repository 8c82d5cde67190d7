package io.labnet.origin.content;

import io.labnet.origin.message.Authority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The folders that an admin fills, one a site, each named as its host.
 *
 * <p>The file system is all the state there is: a folder made by hand is a site as well. What is
 * half written lies in a folder of its own and is moved in place whole.
 */
public final class SiteFolders {
    /** What became of a file to be kept. */
    public enum Kept {
        CREATED,
        REPLACED,
        TOO_LARGE,
        /** What stood there was no longer what the condition wants. */
        CHANGED_MEANWHILE,
        /** A folder has this name, or a file has the name of a folder on the way to it. */
        IN_THE_WAY
    }

    /** What became of a file to be removed. */
    public enum Removed {
        REMOVED,
        CHANGED_MEANWHILE,
        NOTHING
    }

    /** What must be so when a file changes; asked while no other file can change. */
    public interface Condition {
        boolean holds();
    }

    private static final int WRITE_BYTES = 64 * 1024;
    private static final Condition ALWAYS = () -> true;

    private final Path sites;
    private final Path unfinished;
    private final long fileBytesMax;

    /**
     * Sites under a data folder.
     *
     * @param data made when first needed
     * @param fileBytesMax the largest file to be kept
     */
    public SiteFolders(Path data, long fileBytesMax) {
        this.sites = data.resolve("sites");
        this.unfinished = data.resolve("unfinished");
        this.fileBytesMax = fileBytesMax;
    }

    /** Removes what was half written or half removed when the server last stopped. */
    public void tidy() throws IOException {
        removeAll(unfinished);
    }

    public long fileBytesMax() {
        return fileBytesMax;
    }

    /** Where a site's files are or would be. */
    public Path folder(String site) {
        return sites.resolve(checked(site));
    }

    /** Whether the site has a folder. */
    public boolean has(String site) {
        return Authority.isHostName(site) && Files.isDirectory(folder(site));
    }

    /** All sites that have a folder, in order. */
    public List<String> names() throws IOException {
        if (!Files.isDirectory(sites)) {
            return List.of();
        }
        try (var folders = Files.list(sites)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(this::has)
                    .sorted()
                    .toList();
        }
    }

    /** Makes a site's folder; false when it has one. */
    public boolean create(String site) throws IOException {
        Files.createDirectories(sites);
        try {
            Files.createDirectory(folder(site));
            return true;
        } catch (FileAlreadyExistsException known) {
            return false;
        }
    }

    /** Removes a site's folder with all that is in it; false when it has none. */
    public boolean delete(String site) throws IOException {
        if (!has(site)) {
            return false;
        }
        Files.createDirectories(unfinished);
        var bin = Files.createTempDirectory(unfinished, "deleted-");
        // In one step, so that nobody is served half a site.
        Files.move(folder(site), bin.resolve(site), StandardCopyOption.ATOMIC_MOVE);
        removeAll(bin);
        return true;
    }

    /** Puts a file in place whatever stands there. */
    public Kept keep(String site, ResourcePath path, InputStream body) throws IOException {
        return keep(site, path, body, ALWAYS);
    }

    /**
     * Puts a file in place, whole or not at all; when this returns, it survives a loss of power.
     *
     * @param path neither hidden nor a folder
     * @param body read up to the largest size that is kept
     * @param condition asked when the body is whole, as it may take long to come
     */
    public Kept keep(String site, ResourcePath path, InputStream body, Condition condition)
            throws IOException {
        Files.createDirectories(unfinished);
        var upload = Files.createFile(unfinished.resolve("upload-" + UUID.randomUUID()));
        try {
            return written(upload, body) ? place(upload, site, path, condition) : Kept.TOO_LARGE;
        } finally {
            Files.deleteIfExists(upload);
        }
    }

    /** Removes a file whatever it is; false when there was none. */
    public boolean delete(String site, ResourcePath path) throws IOException {
        return remove(site, path, ALWAYS) == Removed.REMOVED;
    }

    /** Removes a file. */
    public Removed remove(String site, ResourcePath path, Condition condition) throws IOException {
        var file = folder(site).resolve(path.name());
        synchronized (this) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || !isInside(file.resolveSibling(""), site)) {
                return Removed.NOTHING;
            }
            if (!condition.holds()) {
                return Removed.CHANGED_MEANWHILE;
            }
            Files.delete(file);
        }
        settle(file.resolveSibling(""));
        return Removed.REMOVED;
    }

    private boolean written(Path upload, InputStream body) throws IOException {
        try (var out = FileChannel.open(upload, StandardOpenOption.WRITE)) {
            var buffer = new byte[WRITE_BYTES];
            long total = 0;
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                total += n;
                if (total > fileBytesMax) {
                    return false;
                }
                for (var bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining(); ) {
                    out.write(bytes);
                }
            }
            // Before the file has its name: a name without its bytes would be half a page.
            out.force(true);
            return true;
        }
    }

    private Kept place(Path upload, String site, ResourcePath path, Condition condition)
            throws IOException {
        var root = Files.createDirectories(folder(site));
        var file = root.resolve(path.name());
        Kept kept;
        Path above;
        synchronized (this) {
            above = existingAbove(file);
            if (!Files.isDirectory(above) || !isInside(above, site) || Files.isDirectory(file)) {
                return Kept.IN_THE_WAY;
            }
            if (!condition.holds()) {
                return Kept.CHANGED_MEANWHILE;
            }
            Files.createDirectories(file.resolveSibling(""));
            kept = Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Kept.REPLACED : Kept.CREATED;
            move(upload, file);
        }
        for (var folder = file.resolveSibling(""); ; folder = folder.resolveSibling("")) {
            settle(folder);
            if (folder.equals(above) || folder.equals(root)) {
                return kept;
            }
        }
    }

    // A name is safe once its folder is written (fsync(2)); some systems cannot open a folder, and
    // theirs need it not.
    private static void settle(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void removeAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    // The site's own folder at the highest.
    private static Path existingAbove(Path file) {
        var above = file.resolveSibling("");
        while (!Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
            above = above.resolveSibling("");
        }
        return above;
    }

    private static void move(Path upload, Path file) throws IOException {
        try {
            Files.move(upload, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherVolume) {
            throw new IOException("The data folder must lie on one volume", otherVolume);
        }
    }

    // A link in a site's folder may lead anywhere; nothing is written or made
    // through it.
    private boolean isInside(Path above, String site) throws IOException {
        return above.toRealPath().startsWith(folder(site).toRealPath());
    }

    private static String checked(String site) {
        if (!Authority.isHostName(site)) {
            throw new IllegalArgumentException("Not a host name in lower case: " + site);
        }
        return site;
    }
}
