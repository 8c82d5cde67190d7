package io.labnet.gateway.upstream;

import io.labnet.gateway.services.Instance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance answered: the head, and the body as it comes; to be closed by whoever has it.
 *
 * @param instance who answered
 */
public record Answer(Instance instance, int status, HttpHeaders headers, InputStream body)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    /** Whether its body goes on for as long as both ends like. */
    public boolean isEventStream() {
        return type().startsWith("text/event-stream");
    }

    /** Whether its body is JSON and no problem. */
    public boolean isJson() {
        return type().startsWith("application/json");
    }

    /** Whether its body is a problem (RFC 9457). */
    public boolean isProblem() {
        return type().startsWith("application/problem+json");
    }

    private String type() {
        return headers.firstValue("Content-Type").orElse("");
    }

    /**
     * Reads how the body begins, or all of it when it is no longer than that.
     *
     * @param bytesMax the most that is read
     * @param within when the body is closed if it has not come by then
     * @throws IOException when the instance breaks off, or is late
     */
    public byte[] beginning(int bytesMax, Duration within) throws IOException {
        var began = System.nanoTime();
        var done = closedAfter(within);
        try {
            var beginning = body.readNBytes(bytesMax);
            // A body that was closed meanwhile looks as if it had come to its end.
            if (System.nanoTime() - began >= within.toNanos()) {
                throw new IOException("It took more than " + within.toMillis() + " ms");
            }
            return beginning;
        } finally {
            done.complete(null);
        }
    }

    /** This answer with what was read of its body put back. */
    public Answer with(byte[] beginning) {
        var whole = new SequenceInputStream(new ByteArrayInputStream(beginning), body);
        return new Answer(instance, status, headers, whole);
    }

    /** Sees to it that the body is closed after a time, unless what is returned is completed. */
    public CompletableFuture<Void> closedAfter(Duration within) {
        var done = new CompletableFuture<Void>();
        var _ =
                done.copy()
                        .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(late -> {
                            close();
                            return null;
                        });
        return done;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException alreadyClosed) {
            LOG.debug("Closing an answer of {}", instance, alreadyClosed);
        }
    }
}
