package io.labnet.webcache.admission;

/** Whether somebody may ask for something. */
public sealed interface Verdict {
    /**
     * He may.
     *
     * @param user who he has proven to be; empty when nobody asked
     */
    record Admitted(String user) implements Verdict {}

    /** Nobody may who comes from there. */
    record Stranger() implements Verdict {}

    /** He has not proven who he is; {@code challenge} says how to. */
    record Unproven(String challenge) implements Verdict {}

    /** Others may purge, from elsewhere. */
    record NoPurger() implements Verdict {}

    /** Nobody may have his request shown to him. */
    record NoTrace() implements Verdict {}
}
