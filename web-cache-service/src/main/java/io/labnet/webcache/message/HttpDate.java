package io.labnet.webcache.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as HTTP writes them (RFC 9110 section 5.6.7): one form to send, three to understand. */
public final class HttpDate {
    private static final int CHARS_MAX = 64;
    private static final int LAST_SECOND = 59;
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String MONTH = "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
    private static final String DAY = "(?:mon|tue|wed|thu|fri|sat|sun)";
    private static final String LONG_DAY =
            "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)";
    private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";

    private static final Pattern IMF_FIXDATE =
            form(DAY + ", (?<day>\\d\\d) " + MONTH + " (?<year>\\d{4}) " + TIME + " gmt");
    private static final Pattern RFC850 =
            form(LONG_DAY + ", (?<day>\\d\\d)-" + MONTH + "-(?<year>\\d\\d) " + TIME + " gmt");
    private static final Pattern ASCTIME =
            form(DAY + " " + MONTH + " (?<day>[ \\d]\\d) " + TIME + " (?<year>\\d{4})");

    private static final DateTimeFormatter SENT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private HttpDate() {}

    // A cache should not mind the case, and must mind the zone (RFC 9111 section 4.2).
    private static Pattern form(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    public static String text(Instant instant) {
        return SENT.format(instant.atZone(ZoneOffset.UTC));
    }

    /**
     * Reads a date in any of the three forms; whether the day of the week is the right one does not
     * matter.
     *
     * @param now the century of the obsolete two-digit years is the one that brings them nearest
     * @return empty when it is none of them; who asked must then think of a time in the past
     */
    public static Optional<Instant> parse(String text, Instant now) {
        if (text.length() > CHARS_MAX) {
            return Optional.empty();
        }
        return read(IMF_FIXDATE.matcher(text), 0)
                .or(() -> read(RFC850.matcher(text), oldestYear(now)))
                .or(() -> read(ASCTIME.matcher(text), 0));
    }

    private static Optional<Instant> read(Matcher parts, int oldestYear) {
        if (!parts.matches()) {
            return Optional.empty();
        }
        var month = MONTHS.indexOf(Fields.lower(parts.group("month"))) / 3 + 1;
        try {
            return Optional.of(
                    LocalDateTime.of(
                                    year(number(parts, "year"), oldestYear),
                                    month,
                                    number(parts, "day"),
                                    number(parts, "hour"),
                                    number(parts, "minute"),
                                    // A leap second, which the grammar allows, is the one before.
                                    secondOf(number(parts, "second")))
                            .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static int secondOf(int second) {
        return second == LAST_SECOND + 1 ? LAST_SECOND : second;
    }

    private static int number(Matcher parts, String name) {
        return Integer.parseInt(parts.group(name).strip());
    }

    private static int year(int written, int oldestYear) {
        return oldestYear == 0 ? written : oldestYear + Math.floorMod(written - oldestYear, 100);
    }

    // More than 50 years ahead means the last century (RFC 9110 section 5.6.7).
    private static int oldestYear(Instant now) {
        return ZonedDateTime.ofInstant(now, ZoneOffset.UTC).getYear() - 49;
    }
}
