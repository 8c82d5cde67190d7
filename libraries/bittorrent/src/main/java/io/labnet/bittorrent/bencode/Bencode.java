package io.labnet.bittorrent.bencode;

import io.labnet.bittorrent.bencode.BencodeValue.Dictionary;
import io.labnet.bittorrent.bencode.BencodeValue.Int;
import io.labnet.bittorrent.bencode.BencodeValue.ListValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bencoding (BEP 3), bytes to values and back.
 *
 * <p>Reading is strict in all but one thing: dictionary keys may stand in any order, as torrent
 * files exist where they do; a key that stands twice is refused. Writing sorts them.
 */
public final class Bencode {
    /** The most bytes that are read as one value. */
    public static final int LENGTH_BYTES_MAX = 16 << 20;

    /** How deep lists and dictionaries may stand in each other. */
    public static final int DEPTH_MAX = 32;

    /** How many values may stand in one, so that {@code lelelele...} cannot fill the memory. */
    public static final int VALUES_MAX = 1 << 20;

    /**
     * A value that stood at the beginning of some bytes.
     *
     * @param value what was read
     * @param end the offset of the first byte behind it
     */
    public record Prefix(BencodeValue value, int end) {}

    private Bencode() {}

    /**
     * Reads bytes that are one value and nothing else.
     *
     * @throws BencodeException when they are not
     */
    public static BencodeValue decode(byte[] bytes) throws BencodeException {
        var prefix = decodePrefix(bytes);
        if (prefix.end() < bytes.length) {
            throw new BencodeException(prefix.end(), "more bytes stand behind the value");
        }
        return prefix.value();
    }

    /**
     * Reads bytes that are one dictionary and nothing else.
     *
     * @throws BencodeException when they are not
     */
    public static Dictionary decodeDictionary(byte[] bytes) throws BencodeException {
        if (decode(bytes) instanceof Dictionary dictionary) {
            return dictionary;
        }
        throw new BencodeException(0, "a dictionary is expected");
    }

    /**
     * Reads one value at the beginning of some bytes, and says where it ends.
     *
     * @throws BencodeException when they do not begin with one
     */
    public static Prefix decodePrefix(byte[] bytes) throws BencodeException {
        if (bytes.length > LENGTH_BYTES_MAX) {
            throw new BencodeException(
                    LENGTH_BYTES_MAX, "at most " + LENGTH_BYTES_MAX + " bytes are read");
        }
        var reader = new BencodeReader(bytes);
        return new Prefix(reader.value(), reader.offset());
    }

    /**
     * The bytes of one value of a dictionary exactly as they stand there, which is what an
     * info-hash is made of.
     *
     * @return null when the dictionary has no such key
     * @throws BencodeException when the bytes are not one dictionary
     */
    public static byte @Nullable [] raw(byte[] dictionary, String key) throws BencodeException {
        var span = new BencodeReader(dictionary).spanOf(ByteString.of(key));
        return span == null ? null : Arrays.copyOfRange(dictionary, span.start(), span.end());
    }

    /** Writes a value, a dictionary's keys sorted as BEP 3 asks. */
    public static byte[] encode(BencodeValue value) {
        var out = new ByteArrayOutputStream();
        write(value, out);
        return out.toByteArray();
    }

    private static void write(BencodeValue value, ByteArrayOutputStream out) {
        switch (value) {
            case ByteString string -> {
                writeAscii(string.length() + ":", out);
                out.writeBytes(string.bytes());
            }
            case Int(long number) -> writeAscii("i" + number + "e", out);
            case ListValue(var items) -> {
                out.write('l');
                items.forEach(item -> write(item, out));
                out.write('e');
            }
            case Dictionary(var entries) -> {
                out.write('d');
                entries.forEach((key, entry) -> {
                    write(key, out);
                    write(entry, out);
                });
                out.write('e');
            }
        }
    }

    private static void writeAscii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
