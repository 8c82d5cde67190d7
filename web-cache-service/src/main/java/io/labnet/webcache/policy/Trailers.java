package io.labnet.webcache.policy;

import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import java.util.Locale;
import java.util.Set;

/**
 * What follows the content of a response (RFC 9110 section 6.5): it goes to clients who want it,
 * never into a head, and not into the store.
 */
public final class Trailers {
    // What a message cannot be framed, routed, understood or kept without comes too late there
    // (RFC 9110 section 6.5.1).
    private static final Set<String> OF_HEADS =
            Set.of(
                    "age",
                    "authentication-info",
                    "authorization",
                    "cache-control",
                    "cache-status",
                    "content-encoding",
                    "content-length",
                    "content-location",
                    "content-range",
                    "content-type",
                    "date",
                    "etag",
                    "expires",
                    "host",
                    "last-modified",
                    "location",
                    "pragma",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "retry-after",
                    "set-cookie",
                    "vary",
                    "via",
                    "www-authenticate");

    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private Trailers() {}

    /** Whether a client takes them (RFC 9110 section 10.1.4). */
    public static boolean areWanted(Request request) {
        return request.fields().members("TE").stream()
                .anyMatch(coding -> coding.equalsIgnoreCase("trailers"));
    }

    /** What is said beforehand of those that will follow (RFC 9110 section 6.6.2). */
    public static Fields announced(Request request, Response response) {
        var names = response.fields().combined("Trailer");
        return names.filter(_ -> areWanted(request))
                .map(all -> Fields.of("Trailer", all))
                .orElse(Fields.NONE);
    }

    /** Those that may be passed on. */
    public static Fields passedOn(Fields trailers) {
        return new Fields(trailers.lines().stream().filter(Trailers::belongsThere).toList());
    }

    private static boolean belongsThere(Field field) {
        var name = field.name().toLowerCase(Locale.ROOT);
        return !OF_HEADS.contains(name)
                && !OF_THE_CONNECTION.contains(name)
                && !name.startsWith("if-");
    }
}
