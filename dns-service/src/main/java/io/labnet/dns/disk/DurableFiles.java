package io.labnet.dns.disk;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Writes files that survive a crash; a reader finds the old one or the new one, never half. */
public final class DurableFiles {
    private DurableFiles() {}

    /** What is to be in a file. */
    public interface Content {
        void writeTo(OutputStream to) throws IOException;
    }

    /** Writes a file anew; when this returns, it survives a crash. */
    public static void replace(Path file, Content content) throws IOException {
        var written = file.resolveSibling(file.getFileName() + ".new");
        try (var out = new FileOutputStream(written.toFile())) {
            var buffer = new BufferedOutputStream(out);
            content.writeTo(buffer);
            buffer.flush();
            out.getFD().sync();
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolderOf(file);
    }

    /** Makes a file that nobody but its owner may read, and the folder where it is to be. */
    public static void makeSecret(Path file, String text) throws IOException {
        var folder = Files.createDirectories(file.toAbsolutePath().getParent());
        var owners = PosixFilePermissions.fromString("rw-------");
        // Of its own name, for another process may be making one, too.
        var written =
                Files.createTempFile(
                        folder,
                        file.getFileName().toString(),
                        ".new",
                        PosixFilePermissions.asFileAttribute(owners));
        Files.writeString(written, text, StandardOpenOption.SYNC);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolderOf(file);
    }

    /** The name of a file is itself data, of its folder. */
    public static void syncFolderOf(Path file) throws IOException {
        sync(file.toAbsolutePath().getParent());
    }

    /** Syncs what stands in a folder: which files there are, and which are no more. */
    public static void sync(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
