package io.labnet.origin.message;

/** What a connection's bytes turned out to be. */
public sealed interface Incoming {
    /** A whole request; its body was counted and dropped, as no method here has use for one. */
    record Request(RequestHead head, long bodyBytes) implements Incoming {}

    /** A client that waits for 100 (Continue) before it sends a body that may come. */
    record Waiting(RequestHead head) implements Incoming {}

    /** No request; after this error nothing on the connection can be trusted. */
    record Refused(Status status, String why) implements Incoming {}

    /** More bytes are needed. */
    record Unfinished() implements Incoming {}
}
