package io.labnet.mail.queue;

/** What became of one try to deliver to one recipient. */
public sealed interface Outcome {
    /** The next host took responsibility. */
    record Delivered() implements Outcome {}

    /** Not now; trying later may help. */
    record Deferred(String reason) implements Outcome {}

    /**
     * Never.
     *
     * @param status the enhanced code of RFC 3463
     */
    record Refused(String status, String reason) implements Outcome {}
}
