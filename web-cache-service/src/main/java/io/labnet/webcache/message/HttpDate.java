package io.labnet.webcache.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Dates as HTTP writes them (RFC 9110 section 5.6.7): one form to send, three to understand. */
public final class HttpDate {
    private static final int CHARS_MAX = 64;
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    private HttpDate() {}

    public static String text(Instant instant) {
        return IMF_FIXDATE.format(instant.atZone(ZoneOffset.UTC));
    }

    /**
     * Reads a date in any of the three forms.
     *
     * @param now the century of the obsolete two-digit years is the one that brings them nearest
     * @return empty when it is none of them; who asked must then think of a time in the past
     */
    public static Optional<Instant> parse(String text, Instant now) {
        if (text.length() > CHARS_MAX) {
            return Optional.empty();
        }
        return parsed(text, IMF_FIXDATE)
                .or(() -> parsed(text, rfc850(now)))
                .or(() -> parsed(text, ASCTIME));
    }

    private static Optional<Instant> parsed(String text, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException anotherForm) {
            return Optional.empty();
        }
    }

    // More than 50 years ahead means the last century (RFC 9110 section 5.6.7).
    private static DateTimeFormatter rfc850(Instant now) {
        var oldest = ZonedDateTime.ofInstant(now, ZoneOffset.UTC).getYear() - 49;
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, oldest)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH);
    }
}
