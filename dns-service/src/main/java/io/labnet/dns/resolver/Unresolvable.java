package io.labnet.dns.resolver;

import org.xbill.DNS.ExtendedErrorCodeOption;

/** The search for an answer has ended without one. */
final class Unresolvable extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    private Unresolvable(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    static Unresolvable limit(String reason) {
        return new Unresolvable(ExtendedErrorCodeOption.OTHER, reason);
    }

    static Unresolvable unreachable(String reason) {
        return new Unresolvable(ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY, reason);
    }

    Outcome.Trouble trouble() {
        return new Outcome.Trouble(code, String.valueOf(getMessage()));
    }
}
