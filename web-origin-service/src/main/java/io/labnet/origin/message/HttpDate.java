package io.labnet.origin.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Dates as HTTP writes them, to the second (RFC 9110 section 5.6.7). */
public final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE = form("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = form("EEE MMM ppd HH:mm:ss uuuu");
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int CENTURY = 100;
    private static final int YEARS_AHEAD_MAX = 50;

    private HttpDate() {}

    /** In the one form that may be sent: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    public static String format(Instant instant) {
        var time = instant.atOffset(ZoneOffset.UTC);
        var year = time.getYear();
        // A formatter does the same, but at length, and nearly every answer has such a date.
        if (year < 1000 || year > 9999) {
            return IMF_FIXDATE.format(time);
        }
        var text = new StringBuilder(29);
        var day = 3 * time.getDayOfWeek().getValue();
        text.append(DAYS, day - 3, day);
        two(text.append(", "), time.getDayOfMonth());
        var month = 3 * time.getMonthValue();
        text.append(" ").append(MONTHS, month - 3, month);
        two(text.append(' ').append(year).append(' '), time.getHour());
        two(text.append(':'), time.getMinute());
        two(text.append(':'), time.getSecond());
        return text.append(" GMT").toString();
    }

    private static void two(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /**
     * Reads any of the three forms.
     *
     * @param now decides the century of a year of two digits
     * @return null when it is no date, as a recipient must then ignore the field
     */
    public static @Nullable Instant parse(String text, Instant now) {
        return Stream.of(IMF_FIXDATE, rfc850(now), ASCTIME)
                .map(form -> parse(text, form))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Instant parse(String text, DateTimeFormatter form) {
        try {
            return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notThisForm) {
            return null;
        }
    }

    // A year that seems more than 50 years ahead lies in the past (RFC 9110 section 5.6.7).
    private static DateTimeFormatter rfc850(Instant now) {
        var base = now.atOffset(ZoneOffset.UTC).getYear() + YEARS_AHEAD_MAX - CENTURY + 1;
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, base)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH);
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
