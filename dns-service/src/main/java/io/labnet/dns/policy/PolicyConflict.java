package io.labnet.dns.policy;

/** A policy that could be, but not as things stand. */
public final class PolicyConflict extends Exception {
    private static final long serialVersionUID = 1L;

    PolicyConflict(String reason) {
        super(reason);
    }

    /** What stands against it, for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
