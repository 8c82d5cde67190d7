package io.labnet.origin.access;

import io.labnet.accesslog.LogLine;

/** A form of the access log's lines. */
public enum LogFormat {
    /** The common log format, as NCSA's httpd began it. */
    COMMON {
        @Override
        public String line(Access access) {
            return entry(access).common();
        }
    },
    /** The same with Referer and User-Agent, as Apache's httpd calls it. */
    COMBINED {
        @Override
        public String line(Access access) {
            return entry(access).combined(access.referer(), access.agent());
        }
    },
    /** All that is known of a request, as an object of JSON a line. */
    JSON {
        @Override
        public String line(Access access) {
            return LogLine.json(access);
        }
    };

    /** One line, without its end. */
    public abstract String line(Access access);

    // Who logged in is not told.
    private static LogLine entry(Access access) {
        var client = access.client();
        return new LogLine(
                client.substring(0, Math.max(0, client.lastIndexOf(':'))),
                "-",
                access.time(),
                request(access),
                access.status(),
                access.bytes());
    }

    private static String request(Access access) {
        return access.version().isEmpty()
                ? "-"
                : access.method() + " " + access.target() + " " + access.version();
    }
}
