package io.labnet.dns.zone;

/** A zone is refused, whole; the message says what is wrong with which line or record. */
public final class ZoneFault extends Exception {
    private static final long serialVersionUID = 1L;

    public ZoneFault(String reason) {
        super(reason);
    }

    /** What is wrong, for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
