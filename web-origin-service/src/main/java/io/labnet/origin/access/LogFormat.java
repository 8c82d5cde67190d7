package io.labnet.origin.access;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A form of the access log's lines. Whatever a client said is escaped in it, so that nobody can end
 * a line, or a quoted part of one, and go on with one of his own.
 */
public enum LogFormat {
    /** The common log format, as NCSA's httpd began it. */
    COMMON {
        @Override
        public String line(Access access) {
            return "%s - - [%s] \"%s\" %d %s"
                    .formatted(
                            address(access.client()),
                            CLF_TIME.format(access.time().atOffset(ZoneOffset.UTC)),
                            escaped(request(access)),
                            access.status(),
                            access.bytes() == 0 ? "-" : Long.toString(access.bytes()));
        }
    },
    /** The same with Referer and User-Agent, as Apache's httpd calls it. */
    COMBINED {
        @Override
        public String line(Access access) {
            return "%s \"%s\" \"%s\""
                    .formatted(
                            COMMON.line(access),
                            escaped(orHyphen(access.referer())),
                            escaped(orHyphen(access.agent())));
        }
    },
    /** All that is known of a request, as an object of JSON a line. */
    JSON {
        @Override
        public String line(Access access) {
            return OBJECTS.writeValueAsString(access);
        }
    };

    private static final DateTimeFormatter CLF_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH);

    // A line separator of Unicode ends a line for some readers, so no sign beyond ASCII stands.
    private static final JsonMapper OBJECTS =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** One line, without its end. */
    public abstract String line(Access access);

    private static String address(String client) {
        return client.substring(0, Math.max(0, client.lastIndexOf(':')));
    }

    private static String request(Access access) {
        return access.version().isEmpty()
                ? "-"
                : access.method() + " " + access.target() + " " + access.version();
    }

    private static String orHyphen(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /**
     * Quotes and backslashes after a backslash, all but printable ASCII as octets in hexadecimal.
     */
    static String escaped(String text) {
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
