package io.labnet.dns.zone.master;

import java.io.BufferedInputStream;
import java.io.InputStream;

/**
 * The data of one record as dnsjava's tokenizer reads it, which tells how far it has come. A byte
 * beyond ASCII is given as its escape, for the tokenizer would take it for a character.
 */
final class RdataBytes extends BufferedInputStream {
    private static final int ASCII_MAX = 0x7F;

    private final byte[] data;
    private int at;
    private boolean isEscaped;
    private String digits = "";

    RdataBytes(byte[] data) {
        // The tokenizer puts no buffer of its own before one of these.
        super(InputStream.nullInputStream(), 1);
        this.data = data;
    }

    @Override
    public synchronized int read() {
        if (!digits.isEmpty()) {
            var digit = digits.charAt(0);
            digits = digits.substring(1);
            return digit;
        }
        if (at >= data.length) {
            return -1;
        }
        var c = data[at++] & 0xFF;
        if (c <= ASCII_MAX) {
            isEscaped = c == '\\' && !isEscaped;
            return c;
        }
        digits = Integer.toString(c);
        if (isEscaped) {
            isEscaped = false;
            return read();
        }
        return '\\';
    }

    @Override
    public synchronized int read(byte[] to, int offset, int length) {
        int count = 0;
        for (int c = 0; count < length && (c = read()) >= 0; count++) {
            to[offset + count] = (byte) c;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    /** Where the word begins that was read last. */
    int lastWordAt() {
        int i = at;
        while (i > 0 && data[i - 1] == ' ') {
            i--;
        }
        while (i > 0 && data[i - 1] != ' ') {
            i--;
        }
        return i;
    }
}
