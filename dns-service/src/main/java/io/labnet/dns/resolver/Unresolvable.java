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

    /** It would have cost more than one question may. */
    static Unresolvable limit(String reason) {
        return new Unresolvable(ExtendedErrorCodeOption.OTHER, reason);
    }

    /** All servers that there are keep silent or are of no help (RFC 8914 section 4.23). */
    static Unresolvable unreachable(String reason) {
        return new Unresolvable(ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY, reason);
    }

    /** The network itself would not carry the question to any of them (RFC 8914 section 4.24). */
    static Unresolvable network(String reason) {
        return new Unresolvable(ExtendedErrorCodeOption.NETWORK_ERROR, reason);
    }

    Outcome.Trouble trouble() {
        return new Outcome.Trouble(code, String.valueOf(getMessage()));
    }
}
