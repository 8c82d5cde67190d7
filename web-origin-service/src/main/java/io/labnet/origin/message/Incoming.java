package io.labnet.origin.message;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What a connection's bytes turned out to be. */
public sealed interface Incoming {
    /** A request whose content is still to come; its {@link Request} follows when it is whole. */
    record Begun(RequestHead head) implements Incoming {}

    /** A client that waits for 100 (Continue) before it sends the content of what has begun. */
    record Waiting(RequestHead head) implements Incoming {}

    /**
     * Some of the content of what has begun.
     *
     * @param bytes a view of what was read, good until the next read
     */
    record Part(ByteBuf bytes) implements Incoming {}

    /** A whole request; all of its content has been handed over. */
    record Request(RequestHead head, long bodyBytes) implements Incoming {}

    /**
     * No request; after this error nothing on the connection can be trusted.
     *
     * @param head as far as it was read; null when not even its line is one
     */
    record Refused(Status status, String why, @Nullable RequestHead head) implements Incoming {}

    /** More bytes are needed. */
    record Unfinished() implements Incoming {}
}
