package io.labnet.tracker.redis;

/** Redis cannot be asked at the moment; the message is meant for clients, the cause for the log. */
public final class RedisAwayException extends RuntimeException {
    private static final String MESSAGE = "this tracker cannot reach its Redis: try again soon";

    RedisAwayException() {
        super(MESSAGE);
    }

    RedisAwayException(Throwable cause) {
        super(MESSAGE, cause);
    }

    /** What a client is told. */
    public String reason() {
        return MESSAGE;
    }
}
