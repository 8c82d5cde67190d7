package io.labnet.dns.zone.master;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One $GENERATE: a line written out for each number of a range, as BIND made it known; {@code $}
 * stands for the number, {@code ${offset,width,base}} for it in another shape.
 *
 * @param first of the numbers
 * @param last of the numbers
 * @param step between them
 * @param template of the line
 */
record Generation(long first, long last, long step, String template) {
    /** As many as a reverse zone of a /16 network needs. */
    static final int LINES_MAX = 65_536;

    private static final int WIDTH_MAX = 63;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})(?:/(\\d{1,9}))?");
    private static final Pattern PLACE =
            Pattern.compile(
                    "\\\\\\$|\\$\\$|\\$(?:\\{(-?\\d{1,9})(?:,(\\d{1,2})(?:,([doxXnN]))?)?})?");

    /**
     * From its words.
     *
     * @throws IllegalArgumentException that says what is wrong with the range
     */
    static Generation of(String range, String template) {
        var parts = RANGE.matcher(range);
        if (!parts.matches()) {
            throw new IllegalArgumentException(range + " is no range, such as 1-20 or 0-100/2");
        }
        var first = Long.parseLong(parts.group(1));
        var last = Long.parseLong(parts.group(2));
        var step = parts.group(3) == null ? 1 : Long.parseLong(parts.group(3));
        if (last < first || step == 0 || (last - first) / step >= LINES_MAX) {
            throw new IllegalArgumentException(range + " has no number or more than " + LINES_MAX);
        }
        return new Generation(first, last, step, template);
    }

    long lines() {
        return (last - first) / step + 1;
    }

    /**
     * The line for one number.
     *
     * @throws IllegalArgumentException when a place asks for digits that the number has not
     */
    String line(long number) {
        var line = new StringBuilder();
        var places = PLACE.matcher(template);
        while (places.find()) {
            var isLiteral = places.group().equals("$$") || places.group().equals("\\$");
            var text =
                    isLiteral
                            ? "$"
                            : shaped(number, places.group(1), places.group(2), places.group(3));
            places.appendReplacement(line, Matcher.quoteReplacement(text));
        }
        return places.appendTail(line).toString();
    }

    private static String shaped(
            long number, @Nullable String offset, @Nullable String width, @Nullable String base) {
        var value = number + (offset == null ? 0 : Long.parseLong(offset));
        var digits = width == null ? 0 : Integer.parseInt(width);
        var shape = base == null ? 'd' : base.charAt(0);
        if (digits > WIDTH_MAX || (value < 0 && shape != 'd')) {
            throw new IllegalArgumentException(
                    value + " cannot be written with " + digits + " digits of base " + shape);
        }
        return switch (shape) {
            case 'o' -> padded(Long.toOctalString(value), digits);
            case 'x' -> padded(Long.toHexString(value), digits);
            case 'X' -> padded(Long.toHexString(value).toUpperCase(Locale.ROOT), digits);
            case 'n' -> nibbles(Long.toHexString(value), digits);
            case 'N' -> nibbles(Long.toHexString(value).toUpperCase(Locale.ROOT), digits);
            default -> padded(Long.toString(value), digits);
        };
    }

    private static String padded(String text, int width) {
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }

    /** As names below ip6.arpa have them (RFC 3596 section 2.5); the dots count as digits. */
    private static String nibbles(String hex, int width) {
        return new StringBuilder(padded(hex, (width + 1) / 2))
                .reverse()
                .chars()
                .mapToObj(Character::toString)
                .collect(Collectors.joining("."));
    }
}
