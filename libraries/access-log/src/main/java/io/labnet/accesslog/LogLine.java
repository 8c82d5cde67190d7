package io.labnet.accesslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the logs of all web servers have in common. Whatever a client said is escaped in a line, so
 * that nobody can end it, or a quoted part of it, and go on with one of his own.
 *
 * @param client an address
 * @param user a word without spaces; a hyphen for nobody
 * @param request method, target and version; a hyphen when there was none to be read
 * @param bytes of the answer's body
 */
public record LogLine(
        String client, String user, Instant time, String request, int status, long bytes) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    // A line separator of Unicode ends a line for some readers, so no sign beyond ASCII stands.
    private static final JsonMapper OBJECTS =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** The common log format, as NCSA's httpd began it. */
    public String common() {
        return "%s - %s [%s] \"%s\" %d %s"
                .formatted(
                        client,
                        user,
                        TIME.format(time),
                        escaped(request),
                        status,
                        bytes == 0 ? "-" : Long.toString(bytes));
    }

    /** The same with Referer and User-Agent, as Apache's httpd calls it; each may be empty. */
    public String combined(String referer, String agent) {
        return "%s \"%s\" \"%s\""
                .formatted(common(), escaped(orHyphen(referer)), escaped(orHyphen(agent)));
    }

    /** All that is known, as an object of JSON (RFC 8259) on one line. */
    public static String json(Object known) {
        return OBJECTS.writeValueAsString(known);
    }

    private static String orHyphen(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /**
     * Quotes and backslashes after a backslash, all but printable ASCII as octets in hexadecimal.
     */
    private static String escaped(String text) {
        var line = new StringBuilder(text.length());
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet == '"' || octet == '\\') {
                line.append('\\').append((char) octet);
            } else if (octet >= ' ' && octet < 0x7f) {
                line.append((char) octet);
            } else {
                line.append("\\x%02x".formatted(octet & 0xff));
            }
        }
        return line.toString();
    }
}
