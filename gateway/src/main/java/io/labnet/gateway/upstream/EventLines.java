package io.labnet.gateway.timeline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of an event stream, none longer than {@value #LINE_BYTES_MAX} bytes. */
final class EventLines {
    static final int LINE_BYTES_MAX = 16 * 1024;

    private final InputStream in;

    EventLines(InputStream in) {
        this.in = in;
    }

    /**
     * The next line without its end; null at the end of the stream.
     *
     * @throws IOException when the stream breaks, or a line is too long
     */
    @Nullable String next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (line.size() == LINE_BYTES_MAX) {
                throw new IOException("An event's line has more than " + LINE_BYTES_MAX);
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
