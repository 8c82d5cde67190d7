package io.labnet.dns.server;

import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who asked what and was told what, a line of JSON each, in so many files of so many bytes. Whoever
 * answers never waits for the disk: what comes faster than it can be written is left out and
 * counted.
 */
public final class QueryLog implements Closeable {
    private static final int WAITING_MAX = 4096;
    private static final long LOOK_MILLIS = 100;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(QueryLog.class);

    private final Path file;
    private final long bytesMax;
    private final int filesMax;
    private final Clock clock;
    private final Counter lost;
    private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread writer;
    private volatile boolean closed;
    private boolean fails;
    private @Nullable OutputStream out;
    private long bytes;

    /**
     * One query and its reply.
     *
     * @param name and type are empty where the query could not be understood
     */
    private record Line(
            Instant at,
            String protocol,
            String client,
            String server,
            String opcode,
            String name,
            String type,
            String rcode,
            int answers) {}

    /**
     * A log, which goes on where it ended.
     *
     * @param file the newest lines; older ones are beside it, with {@code .1} and so on appended
     * @param bytesMax of each file
     * @param filesMax 1 or more; the oldest is deleted
     */
    public QueryLog(Path file, long bytesMax, int filesMax, Clock clock, MeterRegistry meters) {
        this.file = file;
        this.bytesMax = bytesMax;
        this.filesMax = filesMax;
        this.clock = clock;
        this.lost = meters.counter("labnet.dns.query-log-lost");
        this.writer = Thread.ofPlatform().name("dns-query-log").start(this::write);
    }

    void add(Client client, int opcode, @Nullable Question question, int rcode, int answers) {
        var line =
                new Line(
                        clock.instant(),
                        client.transport().text(),
                        Listening.text(client.address()),
                        Listening.text(client.server()),
                        Opcode.string(opcode),
                        question == null ? "" : Names.text(question.name()),
                        question == null ? "" : Type.string(question.type()),
                        Rcode.string(rcode),
                        answers);
        if (!waiting.offer(line)) {
            lost.increment();
        }
    }

    // Is never interrupted, which would close the file below its hands.
    private void write() {
        while (!closed || !waiting.isEmpty()) {
            try {
                var line = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    append((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
                }
                fails = false;
            } catch (IOException | RuntimeException unwritten) {
                lost.increment();
                if (!fails) {
                    LOG.warn("{} cannot be written", file, unwritten);
                }
                fails = true;
                forget();
            } catch (InterruptedException stopped) {
                closed = true;
            }
        }
        forget();
    }

    private void append(byte[] line) throws IOException {
        if (out != null && bytes + line.length > bytesMax) {
            forget();
        }
        if (out == null) {
            out = opened(line.length);
        }
        out.write(line);
        bytes += line.length;
        if (waiting.isEmpty()) {
            out.flush();
        }
    }

    private OutputStream opened(int lineBytes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        bytes = Files.exists(file) ? Files.size(file) : 0;
        if (bytes > 0 && bytes + lineBytes > bytesMax) {
            for (int age = filesMax - 1; age > 0; age--) {
                var newer = aged(age - 1);
                if (Files.exists(newer)) {
                    Files.move(newer, aged(age), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.deleteIfExists(file);
            bytes = 0;
        }
        return new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    private Path aged(int age) {
        return age == 0 ? file : file.resolveSibling(file.getFileName() + "." + age);
    }

    private void forget() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException unclosed) {
            LOG.debug("{} does not close", file, unclosed);
        }
        out = null;
    }

    /** Writes what is waiting, and ends. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(CLOSE_PATIENCE);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
