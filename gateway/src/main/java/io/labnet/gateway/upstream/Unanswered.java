package io.labnet.gateway.upstream;

import java.io.IOException;
import java.time.Duration;

/** A service did not answer, or is not asked because it did not answer of late. */
public final class Unanswered extends IOException {
    private final Duration retryAfter;

    Unanswered(String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** When asking again makes sense, in whole seconds, 1 or more. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.toSeconds());
    }
}
