package io.labnet.mail.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.labnet.mail.message.Header;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.james.mime4j.codec.DecoderUtil;

/**
 * Finds out whether messages are what SEARCH asks for.
 *
 * @param lastNumber the number of the last message, which an asterisk stands for
 * @param lastUid its UID
 */
public record Search(long lastNumber, long lastUid) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("[EEE, ]d MMM yyyy HH:mm[:ss] Z", Locale.US);

    /** Whether this message is one. */
    public boolean matches(SearchKey key, View.Entry entry, int number) throws IOException {
        return switch (key) {
            case SearchKey.All _ -> true;
            case SearchKey.Flag(var flag, var set) -> hasFlag(entry, flag) == set;
            case SearchKey.Recent(var recent) -> entry.recent() == recent;
            case SearchKey.Day day -> isOn(day, entry);
            case SearchKey.Larger(var bytes) -> entry.message().content().lengthBytes() > bytes;
            case SearchKey.Smaller(var bytes) -> entry.message().content().lengthBytes() < bytes;
            case SearchKey.Field(var name, var text) -> hasField(entry, name, text);
            case SearchKey.Text(var text, var header) -> hasText(entry, text, header);
            case SearchKey.Numbers(var set, var uid) ->
                    uid
                            ? set.contains(entry.message().uid(), lastUid)
                            : set.contains(number, lastNumber);
            case SearchKey.Not(var inner) -> !matches(inner, entry, number);
            case SearchKey.Or(var first, var second) ->
                    matches(first, entry, number) || matches(second, entry, number);
            case SearchKey.And(var keys) -> {
                for (var inner : keys) {
                    if (!matches(inner, entry, number)) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }

    private static boolean hasFlag(View.Entry entry, String flag) {
        return entry.message().flags().stream().anyMatch(f -> f.equalsIgnoreCase(flag));
    }

    private static boolean isOn(SearchKey.Day key, View.Entry entry) throws IOException {
        var day = key.sent() ? sentOn(entry) : arrivedOn(entry);
        return switch (key.order()) {
            case BEFORE -> day.isBefore(key.day());
            case ON -> day.equals(key.day());
            case SINCE -> !day.isBefore(key.day());
        };
    }

    private static LocalDate arrivedOn(View.Entry entry) {
        return LocalDate.ofInstant(entry.message().receivedAt(), ZoneOffset.UTC);
    }

    // A message without a date that can be read counts as sent when it arrived.
    private static LocalDate sentOn(View.Entry entry) throws IOException {
        var date = header(entry).first("Date").orElse("").replaceAll("\\s*\\(.*\\)$", "");
        try {
            return OffsetDateTime.parse(date, DATE).toLocalDate();
        } catch (DateTimeException e) {
            return arrivedOn(entry);
        }
    }

    private static boolean hasField(View.Entry entry, String name, String text) throws IOException {
        return header(entry).fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(field -> DecoderUtil.decodeEncodedWords(utf8(field.value()), UTF_8))
                .anyMatch(value -> contains(value, utf8(text)));
    }

    private static boolean hasText(View.Entry entry, String text, boolean header)
            throws IOException {
        try (var in = entry.message().content().open()) {
            var whole = new String(in.readAllBytes(), ISO_8859_1);
            var body = Math.max(whole.indexOf("\r\n\r\n"), 0);
            return contains(header ? whole : whole.substring(body), text);
        }
    }

    private static Header header(View.Entry entry) throws IOException {
        return Header.of(entry.message().content());
    }

    // Bytes came in as one character each; they were meant as UTF-8.
    private static String utf8(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    private static boolean contains(String whole, String part) {
        return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
