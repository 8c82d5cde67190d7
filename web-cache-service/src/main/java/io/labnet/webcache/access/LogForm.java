package io.labnet.webcache.access;

import io.labnet.accesslog.LogLine;
import java.nio.charset.StandardCharsets;

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
            return new LogLine(
                            access.client().getHostAddress(),
                            word(access.user()),
                            access.time(),
                            access.method() + " " + access.url() + " HTTP/" + access.version(),
                            access.status(),
                            access.bytes())
                    .combined(access.referer(), access.agent());
        }
    },

    /** One JSON object a line (RFC 8259). */
    JSON {
        @Override
        public String line(Access access) {
            return LogLine.json(AccessView.of(access));
        }
    };

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int MICROS_PER_MILLI = 1000;
    private static final int DELETE = 0x7f;

    /** One line, without its end. */
    public abstract String line(Access access);

    // Between spaces: nothing in it may look like the next place.
    private static String word(String text) {
        if (text.isEmpty()) {
            return "-";
        }
        var word = new StringBuilder(text.length());
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            var c = b & 0xff;
            if (c <= ' ' || c >= DELETE || c == '"') {
                word.append("%%%02x".formatted(c));
            } else {
                word.append((char) c);
            }
        }
        return word.toString();
    }
}
