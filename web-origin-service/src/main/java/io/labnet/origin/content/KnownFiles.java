package io.labnet.origin.content;

import io.labnet.origin.representation.Content;
import io.labnet.origin.representation.Representation;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that were looked at: small ones whole, of large ones what was seen; the longest unused
 * forgotten first. Safe for many threads.
 *
 * <p>A file is read while the lock is held: its bytes are few, and two readers would only read the
 * same twice.
 */
public final class KnownFiles {
    /** What tells two contents of one path apart without reading them. */
    record Version(
            long modifiedNanos,
            long lengthBytes,
            @Nullable Object inode,
            Set<PosixFilePermission> permissions) {
        static Version of(BasicFileAttributes attributes) {
            var modified = attributes.lastModifiedTime().toInstant();
            return new Version(
                    modified.getEpochSecond() * 1_000_000_000L + modified.getNano(),
                    attributes.size(),
                    attributes.fileKey(),
                    attributes instanceof PosixFileAttributes posix
                            ? posix.permissions()
                            : Set.of());
        }

        // As an entity tag shows it; who may read it is not the page's; the inode only by its hash,
        // which is nobody's business.
        @Override
        public String toString() {
            var inodeHash = inode == null ? 0 : inode.hashCode();
            return "%x-%x-%x".formatted(modifiedNanos, lengthBytes, inodeHash);
        }
    }

    /** How a file is read when it is not held. */
    interface Reader {
        Representation read() throws IOException;
    }

    private record Held(Version version, Representation representation) {}

    /** However small they are, of more files than these nothing is held. */
    static final int FILES_MAX = 4096;

    private final LinkedHashMap<Path, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private final long totalBytesMax;
    private final int fileBytesMax;
    private long totalBytes;

    /**
     * An empty memory.
     *
     * @param totalBytesMax the most bytes of content held
     * @param fileBytesMax larger files stay on disk; at most 1 MiB
     */
    public KnownFiles(long totalBytesMax, int fileBytesMax) {
        if (fileBytesMax < 0 || fileBytesMax > 1 << 20 || totalBytesMax < 0) {
            throw new IllegalArgumentException("Small files have 0 to 1048576 bytes");
        }
        this.totalBytesMax = totalBytesMax;
        this.fileBytesMax = fileBytesMax;
    }

    int fileBytesMax() {
        return fileBytesMax;
    }

    synchronized Representation get(Path file, Version version, Reader reader) throws IOException {
        var known = known(file, version);
        if (known != null) {
            return known;
        }
        var fresh = reader.read();
        hold(file, new Held(version, fresh));
        return fresh;
    }

    /** Whether any version of a file is held. */
    synchronized boolean holds(Path file) {
        return held.containsKey(file);
    }

    /** What is held of a file in this version; null when nothing is. */
    synchronized @Nullable Representation known(Path file, Version version) {
        var known = held.get(file);
        return known != null && known.version().equals(version) ? known.representation() : null;
    }

    private void hold(Path file, Held fresh) {
        var before = held.put(file, fresh);
        totalBytes += bytes(fresh) - (before == null ? 0 : bytes(before));
        var oldest = held.entrySet().iterator();
        while ((totalBytes > totalBytesMax || held.size() > FILES_MAX) && oldest.hasNext()) {
            totalBytes -= bytes(oldest.next().getValue());
            oldest.remove();
        }
    }

    synchronized long totalBytes() {
        return totalBytes;
    }

    private static long bytes(Held file) {
        return switch (file.representation().content()) {
            case Content.InMemory content -> content.lengthBytes();
            case Content.OnDisk _ -> 0;
        };
    }
}
