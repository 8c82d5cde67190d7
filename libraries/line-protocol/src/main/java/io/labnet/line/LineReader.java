package io.labnet.line;

import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads lines, dot-stuffed data and counted bytes from one stream.
 *
 * <p>Only CRLF ends a line. Whoever lets a bare LF end one lets a message be smuggled inside
 * another, because the next server may see the end of the data elsewhere (RFC 5321 section 2.3.8).
 */
public final class LineReader {
    private static final int BUFFER_BYTES = 16 * 1024;
    // A client that sends this much without any end of line is not speaking a line protocol.
    private static final int SKIPPED_BYTES_MAX = 1024 * 1024;

    private final InputStream in;
    private final Flushable beforeWaiting;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;

    /**
     * A reader with nothing read ahead.
     *
     * @param beforeWaiting flushed each time before the stream is read: answers to commands that
     *     came in one packet so leave in one packet
     */
    public LineReader(InputStream in, Flushable beforeWaiting) {
        this.in = in;
        this.beforeWaiting = beforeWaiting;
    }

    /** Whether bytes were read ahead that nobody has asked for yet. */
    public boolean hasUnread() {
        return next < end;
    }

    /**
     * Waits for one line.
     *
     * @param lengthMax longest line without its CRLF, in bytes
     * @throws IOException when the stream fails, or a line goes on without end
     */
    public Line readLine(int lengthMax) throws IOException {
        var line = new StringBuilder(80);
        var malformed = false;
        var afterCr = false;
        for (int length = 0; length <= SKIPPED_BYTES_MAX; length++) {
            if (next == end && !fill()) {
                return new Line.Ended();
            }
            var b = buffer[next++];
            if (b == '\n') {
                if (!afterCr || malformed) {
                    return new Line.Malformed();
                }
                // The CR was counted too.
                return length - 1 > lengthMax ? new Line.TooLong() : new Line.Text(line.toString());
            }
            malformed |= afterCr || b == 0;
            afterCr = b == '\r';
            if (!afterCr && length < lengthMax) {
                line.append((char) (b & 0xff));
            }
        }
        throw new IOException("A line had no end after " + SKIPPED_BYTES_MAX + " bytes");
    }

    /**
     * Waits for data up to the line that holds a single dot (RFC 5321 section 4.5.2, RFC 1939
     * section 3), and takes the stuffed dots out.
     *
     * @param sink gets the data as it comes; not closed
     * @param lengthMax most bytes handed on; the rest is skipped
     */
    public Data readData(OutputStream sink, long lengthMax) throws IOException {
        var data = new DotUnstuffer(sink, lengthMax);
        while (next < end || fill()) {
            next += data.take(buffer, next, end - next);
            if (data.isOver()) {
                return data.outcome();
            }
        }
        return new Data.Ended();
    }

    /**
     * Waits for so many bytes, whatever they are.
     *
     * @param sink gets the bytes as they come; not closed
     * @return whether all of them came
     */
    public boolean readBytes(OutputStream sink, long length) throws IOException {
        var left = length;
        while (left > 0) {
            if (next == end && !fill()) {
                return false;
            }
            var count = (int) Math.min(left, end - next);
            sink.write(buffer, next, count);
            next += count;
            left -= count;
        }
        return true;
    }

    private boolean fill() throws IOException {
        beforeWaiting.flush();
        var count = in.read(buffer);
        next = 0;
        end = Math.max(count, 0);
        return count > 0;
    }

    /** A line's bytes as they were on the wire. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
