package io.labnet.origin.message;

/** A request that earns an error and nothing else: the status, and one sentence for the client. */
public final class Refusal extends Exception {
    private final Status status;
    private final String why;

    public Refusal(Status status, String why) {
        // No stack trace: a refusal is the client's doing and must stay cheap under a flood.
        super(status.line() + ": " + why, null, false, false);
        this.status = status;
        this.why = why;
    }

    static Refusal bad(String why) {
        return new Refusal(Status.BAD_REQUEST, why);
    }

    public Status status() {
        return status;
    }

    /** What was wrong and what to do, as one sentence. */
    public String why() {
        return why;
    }
}
