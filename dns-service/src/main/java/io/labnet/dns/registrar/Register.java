package io.labnet.dns.registrar;

import io.labnet.dns.disk.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/**
 * The register on disk: a file of lines, of which the last about a domain counts, and the same in
 * memory.
 *
 * <p>A line is on disk when {@link #put} returns. A crash leaves at most a last line without an
 * end, which was never acknowledged, and is cut off at the next start.
 */
public final class Register implements AutoCloseable {
    // Lines that nobody needs any more, before they are left out.
    private static final int STALE_LINES_MAX = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(Register.class);

    private final Path file;
    private final Map<Name, Entry> entries = new ConcurrentSkipListMap<>();
    private FileChannel channel;
    private long end;
    private int lines;

    /**
     * Opens a register, made when it is not there.
     *
     * @throws IOException when it cannot be read; says which line is damaged
     */
    public Register(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.toAbsolutePath().getParent());
        read();
        channel = open(file);
        channel.truncate(end);
        DurableFiles.syncFolderOf(file);
        compactIfStale();
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private void read() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        var bytes = Files.readAllBytes(file);
        var start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                take(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        end = start;
    }

    private void take(String line) throws IOException {
        lines++;
        try {
            remember(RegisterLine.read(line));
        } catch (IllegalArgumentException damaged) {
            throw new IOException(file + ", line " + lines + ": " + damaged.getMessage(), damaged);
        }
    }

    private void remember(Entry entry) {
        if (entry.isBlank()) {
            entries.remove(entry.domain());
        } else {
            entries.put(entry.domain(), entry);
        }
    }

    /** What is known about a domain; a blank entry where nothing is. */
    Entry find(Name domain) {
        return entries.getOrDefault(domain, Entry.settled(domain, null));
    }

    /** All of them, in canonical order. */
    List<Entry> all() {
        return List.copyOf(entries.values());
    }

    int size() {
        return entries.size();
    }

    /**
     * Keeps an entry in the place of the one before; when this returns, it survives a crash of the
     * machine.
     *
     * @throws UncheckedIOException when the disk refuses; then the one before stands
     */
    synchronized void put(Entry entry) {
        try {
            append(RegisterLine.write(entry) + "\n");
            remember(entry);
        } catch (IOException refused) {
            throw new UncheckedIOException(file + " cannot be written", refused);
        }
        compactIfStale();
    }

    private void append(String line) throws IOException {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        try {
            write(channel, end, bytes);
        } catch (IOException refused) {
            // Half a line would spoil the next one.
            channel.truncate(end);
            throw refused;
        }
        end += bytes.length;
        lines++;
    }

    private static void write(FileChannel channel, long at, byte[] bytes) throws IOException {
        var position = at;
        for (var left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
            position += channel.write(left, position);
        }
        channel.force(true);
    }

    private void compactIfStale() {
        if (lines - entries.size() <= Math.max(STALE_LINES_MAX, entries.size())) {
            return;
        }
        try {
            compact();
        } catch (IOException refused) {
            // All is on disk already; it only takes more of it.
            LOG.warn("{} cannot be written anew, and grows", file, refused);
        }
    }

    private void compact() throws IOException {
        var text = new StringBuilder();
        entries.values().forEach(e -> text.append(RegisterLine.write(e)).append('\n'));
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        var written = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(written);
        var fresh = open(written);
        try {
            write(fresh, 0, bytes);
            // A reader finds the old file or the new one, never half of one.
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            fresh.close();
            throw refused;
        }
        channel.close();
        channel = fresh;
        end = bytes.length;
        lines = entries.size();
        DurableFiles.syncFolderOf(file);
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
