package io.labnet.webcache.message;

import java.util.ArrayList;
import java.util.List;

/** What belongs to one connection only and ends at each proxy (RFC 9110 section 7.6.1). */
public final class Hop {
    private static final List<String> HOP_BY_HOP =
            List.of(
                    "Connection",
                    "Proxy-Connection",
                    "Keep-Alive",
                    "TE",
                    "Transfer-Encoding",
                    // Only to whom they are passed on are they announced (RFC 9110 section 6.6.2).
                    "Trailer",
                    "Upgrade",
                    // To and from this proxy (RFC 9110 section 11.7), not the origin.
                    "Proxy-Authenticate",
                    "Proxy-Authorization",
                    "Proxy-Authentication-Info");

    // A sender that lists these would cut off what the message cannot be understood without.
    private static final List<String> NEVER_LISTED = List.of("host", "content-length", "via");

    private Hop() {}

    /** The fields without those of the connection and those that Connection lists. */
    public static Fields stripped(Fields fields) {
        var names = new ArrayList<>(HOP_BY_HOP);
        for (var listed : fields.members("Connection")) {
            if (!NEVER_LISTED.contains(Fields.lower(listed))) {
                names.add(listed);
            }
        }
        return fields.without(names);
    }

    /** Whether the sender of these fields keeps the connection open (RFC 9112 section 9.3). */
    public static boolean persists(Fields fields, int minorVersion) {
        var options = fields.members("Connection");
        if (options.isEmpty()) {
            return minorVersion > 0;
        }
        if (options.stream().anyMatch(option -> option.equalsIgnoreCase("close"))) {
            return false;
        }
        return minorVersion > 0
                || options.stream().anyMatch(option -> option.equalsIgnoreCase("keep-alive"));
    }
}
