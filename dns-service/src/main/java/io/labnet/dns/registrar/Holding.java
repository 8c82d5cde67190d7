package io.labnet.dns.registrar;

/** Whose a name is, as far as that is known here. */
public sealed interface Holding {
    /** It is in the register. */
    record Registered(Registration registration) implements Holding {}

    /** The top-level domain has delegated it, but not through this registrar. */
    record Elsewhere(Delegation delegation) implements Holding {}

    /** The top-level domain uses it itself. */
    record InUse() implements Holding {}

    /** Nobody has it. */
    record Free() implements Holding {}

    /** It cannot be said now. */
    record Unknown(String reason) implements Holding {}
}
