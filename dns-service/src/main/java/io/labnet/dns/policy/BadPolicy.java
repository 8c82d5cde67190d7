package io.labnet.dns.policy;

/** A policy that cannot be. */
public final class BadPolicy extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    /**
     * A fault.
     *
     * @param pointer a JSON pointer (RFC 6901) to the field that is wrong
     */
    BadPolicy(String pointer, String reason) {
        super(reason);
        this.pointer = pointer;
    }

    public String pointer() {
        return pointer;
    }

    /** What is wrong, for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** The pointer to a member of an object (RFC 6901 section 3). */
    static String member(String object, String name) {
        return object + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
