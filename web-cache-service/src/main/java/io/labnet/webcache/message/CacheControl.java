package io.labnet.webcache.message;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The directives of a Cache-Control field (RFC 9111 section 5.2).
 *
 * @param directives name in small letters to argument, which is empty when there is none
 */
public record CacheControl(Map<String, String> directives) {
    // What overflows is taken as this (RFC 9111 section 1.2.2).
    private static final long SECONDS_MAX = 1L << 31;
    private static final int DIGITS_MAX = 10;

    /** Reads all Cache-Control lines; of a directive said twice the first counts (4.2.1). */
    public static CacheControl of(Fields fields) {
        var directives = new HashMap<String, String>();
        for (var member : fields.members("Cache-Control")) {
            var equals = member.indexOf('=');
            var name = equals < 0 ? member : member.substring(0, equals);
            var argument = equals < 0 ? "" : unquoted(member.substring(equals + 1).strip());
            directives.putIfAbsent(Fields.lower(name.strip()), argument);
        }
        return new CacheControl(Map.copyOf(directives));
    }

    public boolean has(String directive) {
        return directives.containsKey(directive);
    }

    /** The argument in seconds; one that is no number counts as 0, which is the careful reading. */
    public Optional<Duration> seconds(String directive) {
        return Optional.ofNullable(directives.get(directive)).map(CacheControl::deltaSeconds);
    }

    /** Reads delta-seconds (RFC 9111 section 1.2.2). */
    public static Duration deltaSeconds(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ZERO;
        }
        var seconds = digits.length() > DIGITS_MAX ? SECONDS_MAX : Long.parseLong(digits);
        return Duration.ofSeconds(Math.min(seconds, SECONDS_MAX));
    }

    // Both forms of an argument are understood (RFC 9111 section 5.2).
    private static String unquoted(String argument) {
        return argument.length() >= 2 && argument.startsWith("\"") && argument.endsWith("\"")
                ? argument.substring(1, argument.length() - 1)
                : argument;
    }
}
