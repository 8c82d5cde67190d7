package io.labnet.line;

/** Why a listener ends a conversation by itself. */
public enum Farewell {
    /** Too many connections, in all or of this client. */
    BUSY,
    /** The listener is shutting down. */
    SHUTDOWN,
    /** The client said nothing for too long, or the conversation lasted too long. */
    TIMEOUT,
    /** A bug of ours; the log has the cause. */
    FAILURE
}
