package io.labnet.mail.message;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Holds a message while it comes in: a small one in memory, a large one in a file of its own, so
 * that many large ones at a time do not fill the memory. Closing forgets it.
 */
public final class Spool extends OutputStream {
    private static final int MEMORY_BYTES_MAX = 64 * 1024;

    private final Path folder;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream rest;
    private long length;

    /** An empty spool that keeps a large message in this folder. */
    public Spool(Path folder) {
        this.folder = folder;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        length += count;
        if (length <= MEMORY_BYTES_MAX) {
            memory.write(bytes, from, count);
        } else {
            overflow().write(bytes, from, count);
        }
    }

    /** What was written so far; good until the spool is closed. */
    public Content content() throws IOException {
        if (rest == null || file == null) {
            return Content.of(memory.toByteArray());
        }
        rest.flush();
        return new OnDisk(file, length - memory.size()).under(memory.toByteArray());
    }

    private OutputStream overflow() throws IOException {
        if (rest == null) {
            file = Files.createTempFile(folder, "incoming", null);
            rest = new BufferedOutputStream(Files.newOutputStream(file));
        }
        return rest;
    }

    @Override
    public void close() throws IOException {
        if (rest != null) {
            rest.close();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    private record OnDisk(Path file, long lengthBytes) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
