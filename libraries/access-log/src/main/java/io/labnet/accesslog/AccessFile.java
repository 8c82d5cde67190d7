package io.labnet.accesslog;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log as a file, and some older ones beside it: {@code access.log.1} is the last full
 * one. A thread of its own writes, so whoever answers requests never waits for a disk; what comes
 * faster than the disk takes it is counted as lost.
 *
 * @param <A> a request and what it got
 */
public final class AccessFile<A> implements Consumer<A>, AutoCloseable {
    private static final int WAITING_MAX = 16_384;
    private static final int BATCH_MAX = 1024;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final Duration COMPLAINT = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(AccessFile.class);

    private final Path file;
    private final Function<A, String> form;
    private final long bytesMax;
    private final int olderMax;
    private final BlockingQueue<A> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong lost = new AtomicLong();
    private final Thread writing;
    private volatile boolean closed;
    // These are the writing thread's alone.
    private @Nullable BufferedWriter open;
    private long bytes;
    private long complainedNanos = System.nanoTime() - COMPLAINT.toNanos();

    /**
     * Goes on with the file where it ends.
     *
     * @param form one line of it, without its end
     * @param bytesMax how long a file may become, 1 or more; a longer line has one to itself
     * @param olderMax how many older ones are kept, 0 or more
     */
    public AccessFile(Path file, Function<A, String> form, long bytesMax, int olderMax) {
        if (bytesMax < 1 || olderMax < 0) {
            throw new IllegalArgumentException(
                    "An access log has 1 byte or more, and 0 older files or more");
        }
        this.file = file;
        this.form = form;
        this.bytesMax = bytesMax;
        this.olderMax = olderMax;
        writing = Thread.ofPlatform().daemon().name("access-log").start(this::writeWhileOpen);
    }

    /**
     * Makes a file if there is none, for who would not start without a log.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    public static void make(Path file) {
        try {
            opened(file).close();
        } catch (IOException e) {
            throw new UncheckedIOException("The access log cannot be written: " + file, e);
        }
    }

    /** Hands a request over; never waits. */
    @Override
    public void accept(A access) {
        if (closed || !waiting.offer(access)) {
            lost.incrementAndGet();
        }
    }

    /** How many requests are not in the file, as they came too fast or the disk took none. */
    public long lost() {
        return lost.get();
    }

    private void writeWhileOpen() {
        var batch = new ArrayList<A>();
        try {
            while (!closed || !waiting.isEmpty()) {
                var first = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH_MAX - 1);
                    write(batch);
                    batch.clear();
                }
            }
            shut();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The access log {} does not close", file, e);
        }
    }

    private void write(Iterable<A> batch) {
        for (var access : batch) {
            try {
                append(form.apply(access) + "\n");
            } catch (IOException e) {
                lost.incrementAndGet();
                complain(e);
            }
        }
        try {
            if (open != null) {
                open.flush();
            }
        } catch (IOException e) {
            complain(e);
        }
    }

    private void append(String line) throws IOException {
        var length = line.getBytes(StandardCharsets.UTF_8).length;
        if (open == null) {
            goOn();
        }
        if (bytes > 0 && bytes + length > bytesMax) {
            shut();
            makeOlder();
            goOn();
        }
        if (open != null) {
            open.write(line);
            bytes += length;
        }
    }

    private void goOn() throws IOException {
        open = opened(file);
        bytes = Files.size(file);
    }

    private static BufferedWriter opened(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void makeOlder() throws IOException {
        for (int age = olderMax; age > 0; age--) {
            var younger = age == 1 ? file : older(age - 1);
            if (Files.exists(younger)) {
                Files.move(younger, older(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(file);
        bytes = 0;
    }

    private Path older(int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }

    private void shut() throws IOException {
        var shut = open;
        open = null;
        if (shut != null) {
            shut.close();
        }
    }

    // A disk that is full stays so for a while; a warning a minute is enough.
    private void complain(IOException e) {
        if (System.nanoTime() - complainedNanos >= COMPLAINT.toNanos()) {
            complainedNanos = System.nanoTime();
            LOG.warn("The access log {} cannot be written", file, e);
        }
        try {
            shut();
        } catch (IOException again) {
            LOG.debug("The access log {} does not close", file, again);
        }
    }

    /** Writes what waits and closes the file. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!writing.join(CLOSING)) {
                LOG.warn("The access log {} is not written to its end", file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
