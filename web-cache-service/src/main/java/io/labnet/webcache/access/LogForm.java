package io.labnet.webcache.access;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.IntPredicate;
import tools.jackson.databind.json.JsonMapper;

/** How a line of the access log is written; whatever a client sent stays within its place. */
public enum LogForm {
    /** Squid's native form. */
    SQUID {
        @Override
        public String line(Access access) {
            var at = access.time();
            return "%d.%03d %6d %s %s/%03d %d %s %s %s %s %s"
                    .formatted(
                            at.getEpochSecond(),
                            at.getNano() / NANOS_PER_MILLI,
                            access.micros() / MICROS_PER_MILLI,
                            access.client().getHostAddress(),
                            SquidCode.of(access),
                            access.status(),
                            access.bytes(),
                            word(access.method()),
                            word(access.url()),
                            word(access.user()),
                            word(SquidCode.hierarchy(access)),
                            word(access.type().replaceFirst("[ ;].*", "")));
        }
    },

    /** The combined form that web servers write. */
    COMBINED {
        @Override
        public String line(Access access) {
            return "%s - %s [%s] \"%s %s HTTP/%s\" %d %s \"%s\" \"%s\""
                    .formatted(
                            access.client().getHostAddress(),
                            word(access.user()),
                            CLF_TIME.format(access.time().atZone(ZoneOffset.UTC)),
                            quoted(access.method()),
                            quoted(access.url()),
                            access.version(),
                            access.status(),
                            access.bytes() == 0 ? "-" : access.bytes(),
                            quoted(access.referer().isEmpty() ? "-" : access.referer()),
                            quoted(access.agent().isEmpty() ? "-" : access.agent()));
        }
    },

    /** One JSON object a line (RFC 8259). */
    JSON {
        @Override
        public String line(Access access) {
            return MAPPER.writeValueAsString(AccessView.of(access));
        }
    };

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int MICROS_PER_MILLI = 1000;
    private static final int DELETE = 0x7f;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final DateTimeFormatter CLF_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    /** One line, without its end. */
    public abstract String line(Access access);

    // Between spaces: nothing in it may look like the next place.
    private static String word(String text) {
        return text.isEmpty()
                ? "-"
                : escaped(text, "%%%02x", c -> c <= ' ' || c >= DELETE || c == '"');
    }

    // Between quotation marks.
    private static String quoted(String text) {
        return escaped(text, "\\x%02x", c -> c < ' ' || c >= DELETE || c == '"' || c == '\\');
    }

    private static String escaped(String text, String form, IntPredicate unsafe) {
        if (text.chars().noneMatch(unsafe)) {
            return text;
        }
        var escaped = new StringBuilder();
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            var c = b & 0xff;
            if (unsafe.test(c)) {
                escaped.append(form.formatted(c));
            } else {
                escaped.append((char) c);
            }
        }
        return escaped.toString();
    }
}
