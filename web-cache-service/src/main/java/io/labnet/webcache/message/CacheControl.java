package io.labnet.webcache.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The directives of a Cache-Control field (RFC 9111 section 5.2).
 *
 * @param directives name in small letters to all its arguments, in the order in which they came; ""
 *     for none
 */
public record CacheControl(Map<String, List<String>> directives) {
    public static final CacheControl NONE = new CacheControl(Map.of());

    // What overflows is taken as this (RFC 9111 section 1.2.2).
    private static final long SECONDS_MAX = 1L << 31;

    /** Reads all Cache-Control lines. */
    public static CacheControl of(Fields fields) {
        var members = fields.members("Cache-Control");
        if (members.isEmpty()) {
            return NONE;
        }
        var directives = new HashMap<String, List<String>>();
        for (var member : members) {
            var equals = member.indexOf('=');
            var name = equals < 0 ? member : member.substring(0, equals).strip();
            var argument = argument(member.substring(name.length()));
            directives.computeIfAbsent(Fields.lower(name), n -> new ArrayList<>(1)).add(argument);
        }
        return new CacheControl(directives);
    }

    public boolean has(String directive) {
        return directives.containsKey(directive);
    }

    /**
     * The argument in seconds.
     *
     * <p>One that is no number, and several that differ, count as 0: whoever says such a thing has
     * its response considered stale (RFC 9111 section 4.2.1).
     */
    public Optional<Duration> seconds(String directive) {
        return Optional.ofNullable(directives.get(directive)).map(CacheControl::agreed);
    }

    /** Whether the directive stands there without an argument. */
    public boolean hasBare(String directive) {
        return directives.getOrDefault(directive, List.of()).contains("");
    }

    /**
     * The fields, in small letters, that a qualified {@code no-cache} or {@code private} is about
     * (RFC 9111 sections 5.2.2.4 and 5.2.2.7).
     *
     * @return empty when the directive is not there, or is about the whole response: unqualified
     *     once is unqualified, and so is a list that cannot be read
     */
    public Set<String> fieldNames(String directive) {
        var names = new HashSet<String>();
        for (var list : directives.getOrDefault(directive, List.of())) {
            for (var name : list.split(",", -1)) {
                if (!Field.isName(name.strip())) {
                    return Set.of();
                }
                names.add(Fields.lower(name.strip()));
            }
        }
        return Set.copyOf(names);
    }

    private static Duration agreed(List<String> said) {
        return said.stream().distinct().count() == 1
                ? deltaSeconds(said.getFirst())
                : Duration.ZERO;
    }

    /** Reads delta-seconds (RFC 9111 section 1.2.2); what is no number counts as 0. */
    public static Duration deltaSeconds(String digits) {
        long seconds = 0;
        for (int i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Duration.ZERO;
            }
            seconds = Math.min(seconds * 10 + digit, SECONDS_MAX);
        }
        return Duration.ofSeconds(seconds);
    }

    // Both forms of an argument are understood (RFC 9111 section 5.2). White space around the
    // equals sign is not allowed: it stays, and makes a number none.
    private static String argument(String rest) {
        if (!rest.startsWith("=")) {
            return rest;
        }
        var text = rest.substring(1);
        var quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
    }
}
