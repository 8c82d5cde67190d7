package io.labnet.origin.site;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which other sites' scripts may read this one (the Fetch standard of the WHATWG, section 3.2).
 *
 * @param origins as browsers name them, {@code https://www.example.edu}; or {@code *} for all
 * @param headers request fields that scripts may set
 * @param credentials whether scripts may send what the user is known by; never for all origins
 * @param maxAge how long a browser may remember what it was allowed
 */
public record Cors(
        Set<String> origins, List<String> headers, boolean credentials, Duration maxAge) {
    /** No other site's. */
    public static final Cors NONE = new Cors(Set.of(), List.of(), false, Duration.ZERO);

    private static final String ALL = "*";

    public Cors {
        origins = Set.copyOf(origins);
        headers = List.copyOf(headers);
        if (credentials && origins.contains(ALL)) {
            throw new IllegalArgumentException(
                    "Scripts of all origins cannot be given what a user is known by");
        }
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("max-age is 0 s or more, not " + maxAge);
        }
    }

    /** Whether any other site has to be told anything. */
    public boolean isOn() {
        return !origins.isEmpty();
    }

    /** Whether answers differ from one origin to another. */
    public boolean varies() {
        return isOn() && !origins.contains(ALL);
    }

    /** What Access-Control-Allow-Origin says to a script of this origin; null for nothing. */
    public @Nullable String allowed(String origin) {
        if (origins.contains(ALL)) {
            return ALL;
        }
        return origins.contains(origin) ? origin : null;
    }
}
