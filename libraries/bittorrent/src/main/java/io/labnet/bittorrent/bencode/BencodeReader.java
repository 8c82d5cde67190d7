package io.labnet.bittorrent.bencode;

import io.labnet.bittorrent.bencode.BencodeValue.Dictionary;
import io.labnet.bittorrent.bencode.BencodeValue.Int;
import io.labnet.bittorrent.bencode.BencodeValue.ListValue;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Walks once over bencoded bytes. */
final class BencodeReader {
    /** Where a value begins, and where the first byte behind it stands. */
    record Span(int start, int end) {}

    private final byte[] bytes;
    private int offset;
    private int depth;
    private int values;

    BencodeReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int offset() {
        return offset;
    }

    BencodeValue value() throws BencodeException {
        if (++values > Bencode.VALUES_MAX) {
            throw refused("more than " + Bencode.VALUES_MAX + " values");
        }
        return switch (peek()) {
            case 'i' -> integer();
            case 'l' -> list();
            case 'd' -> dictionary();
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> string();
            default -> throw refused("no value begins so");
        };
    }

    /** Where a key's value stands in the dictionary that these bytes are. */
    @Nullable Span spanOf(ByteString wanted) throws BencodeException {
        @Nullable Span span = null;
        expect('d');
        while (peek() != 'e') {
            var key = string();
            var start = offset;
            value();
            if (key.equals(wanted)) {
                span = new Span(start, offset);
            }
        }
        return span;
    }

    private Int integer() throws BencodeException {
        expect('i');
        var negative = peek() == '-';
        if (negative) {
            offset++;
        }
        var start = offset;
        var value = digits(negative);
        // BEP 3: i-0e is invalid, as are leading zeros.
        if (negative && value == 0) {
            throw new BencodeException(start, "minus zero");
        }
        expect('e');
        return new Int(value);
    }

    private ByteString string() throws BencodeException {
        var start = offset;
        var length = digits(false);
        expect(':');
        if (length > bytes.length - offset) {
            throw new BencodeException(
                    start,
                    "a string of "
                            + length
                            + " bytes where "
                            + (bytes.length - offset)
                            + " are left");
        }
        var string = ByteString.copyOfRange(bytes, offset, offset + (int) length);
        offset += (int) length;
        return string;
    }

    private ListValue list() throws BencodeException {
        enter('l');
        var items = new ArrayList<BencodeValue>();
        while (peek() != 'e') {
            items.add(value());
        }
        leave();
        return new ListValue(items);
    }

    private Dictionary dictionary() throws BencodeException {
        enter('d');
        var entries = new TreeMap<ByteString, BencodeValue>();
        while (peek() != 'e') {
            var start = offset;
            var key = string();
            if (entries.put(key, value()) != null) {
                throw new BencodeException(start, "a key that stands twice");
            }
        }
        leave();
        return new Dictionary(entries);
    }

    private void enter(char opening) throws BencodeException {
        expect(opening);
        if (++depth > Bencode.DEPTH_MAX) {
            throw refused("more than " + Bencode.DEPTH_MAX + " levels");
        }
    }

    private void leave() throws BencodeException {
        expect('e');
        depth--;
    }

    // Collects below zero, where one number more fits than above.
    private long digits(boolean negative) throws BencodeException {
        var start = offset;
        long value = 0;
        while (offset < bytes.length && bytes[offset] >= '0' && bytes[offset] <= '9') {
            var digit = bytes[offset] - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                throw new BencodeException(start, "a number beyond 64 bits");
            }
            value = value * 10 - digit;
            offset++;
        }
        if (offset == start) {
            throw refused("a digit is expected");
        }
        if (bytes[start] == '0' && offset > start + 1) {
            throw new BencodeException(start, "a leading zero");
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw new BencodeException(start, "a number beyond 64 bits");
        }
        return negative ? value : -value;
    }

    private void expect(char wanted) throws BencodeException {
        if (peek() != wanted) {
            throw refused("'" + wanted + "' is expected");
        }
        offset++;
    }

    private byte peek() throws BencodeException {
        if (offset >= bytes.length) {
            throw refused("the input ends too early");
        }
        return bytes[offset];
    }

    private BencodeException refused(String reason) {
        return new BencodeException(offset, reason);
    }
}
