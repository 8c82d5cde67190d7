package io.labnet.webcache.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log as a file of bounded size: when it is full it becomes {@code .1}, and what was
 * that is gone.
 *
 * <p>A thread of its own writes; whoever adds never waits, and what it cannot keep up with is
 * dropped and counted.
 */
public final class AccessFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessFile.class);
    private static final int WAITING_MAX = 8192;
    private static final int LOOK_MILLIS = 200;

    private final Path file;
    private final LogForm form;
    private final long halfBytes;
    private final BlockingQueue<Access> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private @Nullable Writer writer;
    private long written;
    private volatile boolean closing;

    /**
     * Opens a log and goes on where it ended.
     *
     * @param bytesMax how long this file and the one before it may be together
     * @throws UncheckedIOException when it cannot be written
     */
    public AccessFile(Path file, LogForm form, long bytesMax) {
        this.file = file;
        this.form = form;
        this.halfBytes = bytesMax / 2;
        try {
            open();
        } catch (IOException cause) {
            throw new UncheckedIOException("The access log cannot be written: " + file, cause);
        }
        this.thread = Thread.ofVirtual().name("web-cache-access-log").start(this::write);
    }

    void add(Access access) {
        if (!waiting.offer(access)) {
            dropped.incrementAndGet();
        }
    }

    /** How many requests are missing from the file. */
    public long dropped() {
        return dropped.get();
    }

    private void open() throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        writer =
                Files.newBufferedWriter(
                        file,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
        written = Files.size(file);
    }

    private void write() {
        try {
            while (!closing || !waiting.isEmpty()) {
                var next = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                for (; next != null; next = waiting.poll()) {
                    write(next);
                }
                flush();
            }
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        } finally {
            close(writer);
        }
    }

    private void write(Access access) {
        var line = form.line(access) + "\n";
        var bytes = line.getBytes(StandardCharsets.UTF_8).length;
        try {
            if (written > 0 && written + bytes > halfBytes) {
                turn();
            }
            if (writer != null) {
                writer.write(line);
                written += bytes;
            }
        } catch (IOException cause) {
            dropped.incrementAndGet();
            LOG.warn("The access log {} cannot be written", file, cause);
        }
    }

    private void turn() throws IOException {
        close(writer);
        writer = null;
        var before = file.resolveSibling(file.getFileName() + ".1");
        Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
        open();
    }

    private void flush() {
        try {
            if (writer != null) {
                writer.flush();
            }
        } catch (IOException cause) {
            LOG.warn("The access log {} cannot be written", file, cause);
        }
    }

    private static void close(@Nullable Writer writer) {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException cause) {
            LOG.warn("The access log was not closed well", cause);
        }
    }

    /** Writes what is waiting, and ends. */
    @Override
    public void close() {
        // An interrupt would close the file in the middle of a line.
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
