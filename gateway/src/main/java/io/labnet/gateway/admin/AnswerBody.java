package io.labnet.gateway.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a service's answer on its way to the client.
 *
 * <p>An event stream is passed on event by event for as long as both ends like; anything else must
 * be through within a time.
 */
final class AnswerBody {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerBody.class);
    private static final String EVENT_STREAM = "text/event-stream";
    private static final int BUFFER_BYTES = 16 * 1024;

    private final HttpResponse<InputStream> answer;
    private final String service;
    private final Duration within;

    AnswerBody(HttpResponse<InputStream> answer, String service, Duration within) {
        this.answer = answer;
        this.service = service;
        this.within = within;
    }

    /**
     * Copies the body and closes it, which also tells the service when the client has left.
     *
     * @throws BrokenAnswer when the service breaks off
     */
    void to(OutputStream client) {
        var done = new CompletableFuture<Void>();
        try (var body = answer.body()) {
            if (!isEventStream()) {
                closeWhenLate(body, done);
            }
            copy(body, client);
        } catch (IOException alreadyClosed) {
            LOG.debug("Closing an answer of {}", service, alreadyClosed);
        } finally {
            done.complete(null);
        }
    }

    private void closeWhenLate(InputStream body, CompletableFuture<Void> done) {
        done.orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(late -> {
                    close(body);
                    return null;
                });
    }

    private void close(InputStream body) {
        try {
            body.close();
        } catch (IOException alreadyClosed) {
            LOG.debug("Closing a late answer of {}", service, alreadyClosed);
        }
    }

    private void copy(InputStream body, OutputStream client) {
        var buffer = new byte[BUFFER_BYTES];
        for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
            try {
                client.write(buffer, 0, count);
                if (isEventStream()) {
                    client.flush();
                }
            } catch (IOException left) {
                LOG.debug("A client left before the end of {}'s answer", service, left);
                return;
            }
        }
    }

    private int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException broken) {
            if (isEventStream()) {
                // An event stream has no end of its own: the watcher comes back by itself.
                return -1;
            }
            throw new BrokenAnswer(service + " broke off in the middle of its answer", broken);
        }
    }

    private boolean isEventStream() {
        return answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith(EVENT_STREAM))
                .isPresent();
    }
}
