package io.labnet.dns.registrar;

/** A name that cannot be had; the message says why. */
public final class BadName extends Exception {
    private static final long serialVersionUID = 1L;

    BadName(String reason) {
        super(reason);
    }

    /** What is wrong, for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
