package io.labnet.line;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Stuffs dots into data on its way out (RFC 5321 section 4.5.2); {@link #finish} ends it.
 *
 * <p>Expects lines that end with CRLF; does not close the stream below.
 */
public final class DotWriter extends OutputStream {
    private final OutputStream out;
    private boolean atLineStart = true;
    private int last = '\n';

    public DotWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        if (atLineStart && b == '.') {
            out.write('.');
        }
        out.write(b);
        atLineStart = last == '\r' && b == '\n';
        last = b;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        var start = from;
        for (int at = from; at < from + count; at++) {
            var b = bytes[at];
            if (atLineStart && b == '.') {
                out.write(bytes, start, at - start);
                out.write('.');
                start = at;
            }
            atLineStart = last == '\r' && b == '\n';
            last = b;
        }
        out.write(bytes, start, from + count - start);
    }

    /** Ends the data with the line that holds a single dot. */
    public void finish() throws IOException {
        out.write(LineReader.bytes(atLineStart ? ".\r\n" : "\r\n.\r\n"));
    }
}
