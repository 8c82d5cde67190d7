package io.labnet.gateway.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of an event stream, none longer than a limit. */
public final class EventLines {
    public static final int LINE_BYTES_MAX = 16 * 1024;

    private final InputStream in;
    private final int bytesMax;

    /** Lines of at most {@value #LINE_BYTES_MAX} bytes. */
    public EventLines(InputStream in) {
        this(in, LINE_BYTES_MAX);
    }

    public EventLines(InputStream in, int bytesMax) {
        this.in = in;
        this.bytesMax = bytesMax;
    }

    /**
     * The next line without its end; null at the end of the stream.
     *
     * @throws IOException when the stream breaks, or a line is too long
     */
    public @Nullable String next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (line.size() == bytesMax) {
                throw new IOException("An event's line has more than " + bytesMax);
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
