package io.labnet.dns.policy;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long something may be.
 *
 * @param usual where nobody says
 */
record Span(Duration least, Duration most, Duration usual) {
    static final Span INTERVAL =
            new Span(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(5));
    static final Span TIMEOUT =
            new Span(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(1));

    private static final Pattern TEXT = Pattern.compile("(\\d{1,7})(ms|s|m|h)");

    /** Such as {@code 5s}, or {@code 500ms}. */
    static String text(Duration duration) {
        return duration.toMillisPart() == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }

    Duration read(String pointer, @Nullable String text) throws BadPolicy {
        if (text == null) {
            return usual;
        }
        var duration = duration(text);
        if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new BadPolicy(pointer, "it must be %s to %s".formatted(text(least), text(most)));
        }
        return duration;
    }

    private static @Nullable Duration duration(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        var number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
