package io.labnet.gateway.admin;

import io.labnet.gateway.upstream.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
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
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Answer answer;
    private final Duration within;

    AnswerBody(Answer answer, Duration within) {
        this.answer = answer;
        this.within = within;
    }

    /**
     * Copies the body and closes it, which also tells the service when the client has left.
     *
     * @throws BrokenAnswer when the service breaks off
     */
    void to(OutputStream client) {
        try (answer) {
            if (answer.isEventStream()) {
                copy(client);
            } else {
                var done = answer.closedAfter(within);
                try {
                    copy(client);
                } finally {
                    done.complete(null);
                }
            }
        }
    }

    private void copy(OutputStream client) {
        var buffer = new byte[BUFFER_BYTES];
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            try {
                client.write(buffer, 0, count);
                if (answer.isEventStream()) {
                    client.flush();
                }
            } catch (IOException left) {
                LOG.debug("A client left before the end of {}", answer, left);
                return;
            }
        }
    }

    private int read(byte[] buffer) {
        try {
            return answer.body().read(buffer);
        } catch (IOException broken) {
            if (answer.isEventStream()) {
                // An event stream has no end of its own: the watcher comes back by itself.
                return -1;
            }
            throw new BrokenAnswer(
                    answer.instance().service().name() + " broke off in the middle of its answer",
                    broken);
        }
    }
}
