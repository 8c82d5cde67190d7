package io.labnet.dns.zone;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Files that a crash of the machine leaves as they were, or as they were to become. */
public final class Folder {
    private Folder() {}

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
        // A reader finds the old file or the new one, never half of one.
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.toAbsolutePath().getParent());
    }

    /** The name of a file is itself data, of its folder. */
    static void sync(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
