package io.labnet.webcache.access;

/** What Squid would call an outcome, for those who read its logs. */
final class SquidCode {
    private SquidCode() {}

    static String of(Access access) {
        var handling = access.handling();
        var code =
                switch (handling.outcome()) {
                    case HIT -> access.status() == 304 ? "TCP_IMS_HIT" : "TCP_MEM_HIT";
                    case STALE, REQUEST -> refreshed(handling);
                    case URI_MISS, VARY_MISS, MISS, PARTIAL, METHOD, BYPASS ->
                            handling.collapsed() ? "TCP_CF_HIT" : "TCP_MISS";
                    case OWN -> own(access.status());
                    case TUNNEL -> "TCP_TUNNEL";
                };
        return access.complete() ? code : code + "_ABORTED";
    }

    private static String refreshed(Handling handling) {
        if (handling.standsIn()) {
            return "TCP_REFRESH_FAIL_OLD";
        }
        if (handling.collapsed()) {
            return "TCP_CF_HIT";
        }
        if (handling.originStatus() == 304) {
            return "TCP_REFRESH_UNMODIFIED";
        }
        return handling.outcome() == Outcome.REQUEST
                ? "TCP_CLIENT_REFRESH_MISS"
                : "TCP_REFRESH_MODIFIED";
    }

    private static String own(int status) {
        return switch (status) {
            case 403, 405, 407 -> "TCP_DENIED";
            case 400, 408, 414, 431, 505 -> "NONE";
            default -> "TCP_MISS";
        };
    }

    /** Where the answer came from. */
    static String hierarchy(Access access) {
        return access.handling().isForwarded() ? "HIER_DIRECT/" + access.host() : "HIER_NONE/-";
    }
}
