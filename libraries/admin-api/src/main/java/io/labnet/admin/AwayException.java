package io.labnet.admin;

/**
 * What stands behind a service cannot do its work now: a store whose disk is full, a database that
 * does not answer. That is no bug, and ends by itself.
 */
public abstract class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    protected AwayException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What an admin is told over REST, as one sentence; the cause stays in the log. */
    public abstract String told();
}
