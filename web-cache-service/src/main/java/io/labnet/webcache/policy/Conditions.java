package io.labnet.webcache.policy;

import io.labnet.webcache.message.EntityTag;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.HttpDate;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A client's own conditions, met from a stored response (RFC 9111 section 4.3.2). */
public final class Conditions {
    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

    // RFC 9110 section 15.4.5, and what a cache on the way adds.
    private static final Set<String> KEPT_BY_304 =
            Set.of(
                    "age",
                    "cache-control",
                    "cache-status",
                    "content-location",
                    "date",
                    "etag",
                    "expires",
                    "last-modified",
                    "set-cookie",
                    "vary",
                    "via");

    private Conditions() {}

    /** Whether the client asks what only the origin can decide (RFC 9110 section 13.1). */
    public static boolean onlyForTheOrigin(Request request) {
        return request.fields().has("If-Match") || request.fields().has("If-Unmodified-Since");
    }

    /** Whether the client has this response already, so that a 304 is enough. */
    public static boolean hasIt(Request request, Response response, Instant now) {
        if (response.status() != 200) {
            // RFC 9110 section 13.2.1: conditions count only where a 2xx would come without.
            return false;
        }
        var noneMatch = request.fields().combined("If-None-Match");
        if (noneMatch.isPresent()) {
            // RFC 9110 section 13.2.2: with it, If-Modified-Since is not looked at.
            return matches(noneMatch.get(), response);
        }
        if (!request.fields().has("If-Modified-Since")) {
            return false;
        }
        var since = date(request.fields(), "If-Modified-Since", now);
        var modified = date(response.fields(), "Last-Modified", now);
        return !modified.equals(Instant.MAX)
                && !since.equals(Instant.MAX)
                && !modified.isAfter(since);
    }

    /** The answer to a client that has it already. */
    public static Response notModified(Response response) {
        var kept = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        kept.addAll(KEPT_BY_304);
        var fields =
                response.fields().lines().stream().filter(f -> kept.contains(f.name())).toList();
        return new Response(304, "Not Modified", new Fields(fields));
    }

    private static boolean matches(String noneMatch, Response response) {
        if (noneMatch.strip().equals("*")) {
            return true;
        }
        var own = response.entityTag();
        return own.isPresent()
                && ENTITY_TAG
                        .matcher(noneMatch)
                        .results()
                        .flatMap(found -> EntityTag.parse(found.group()).stream())
                        .anyMatch(tag -> tag.weaklyEquals(own.get()));
    }

    private static Instant date(Fields fields, String name, Instant now) {
        return fields.first(name).flatMap(text -> HttpDate.parse(text, now)).orElse(Instant.MAX);
    }
}
