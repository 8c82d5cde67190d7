package io.labnet.mail.server;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes every line end with CRLF: a folder must hold no bare newline, whoever put the message
 * there, or it could be smuggled on by whoever sends it out.
 */
final class CrlfStream extends FilterOutputStream {
    private int last;

    CrlfStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        if (b == '\n' && last != '\r') {
            out.write('\r');
        } else if (last == '\r' && b != '\n') {
            out.write('\n');
        }
        out.write(b);
        last = b;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        var start = from;
        for (int at = from; at < from + count; at++) {
            var b = bytes[at];
            if ((b == '\n') != (last == '\r')) {
                out.write(bytes, start, at - start);
                out.write(b == '\n' ? '\r' : '\n');
                start = at;
            }
            last = b;
        }
        out.write(bytes, start, from + count - start);
    }
}
