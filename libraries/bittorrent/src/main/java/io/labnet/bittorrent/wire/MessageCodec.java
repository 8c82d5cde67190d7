package io.labnet.bittorrent.wire;

import io.labnet.bittorrent.wire.PeerMessage.Bitfield;
import io.labnet.bittorrent.wire.PeerMessage.Cancel;
import io.labnet.bittorrent.wire.PeerMessage.Choke;
import io.labnet.bittorrent.wire.PeerMessage.Have;
import io.labnet.bittorrent.wire.PeerMessage.Interested;
import io.labnet.bittorrent.wire.PeerMessage.KeepAlive;
import io.labnet.bittorrent.wire.PeerMessage.NotInterested;
import io.labnet.bittorrent.wire.PeerMessage.Piece;
import io.labnet.bittorrent.wire.PeerMessage.Request;
import io.labnet.bittorrent.wire.PeerMessage.Unchoke;
import io.labnet.bittorrent.wire.PeerMessage.Unknown;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Peer messages, bytes to values and back: a four-byte length, then an id, then what it carries
 * (BEP 3).
 */
public final class MessageCodec {
    /** The longest block that anybody may send. */
    public static final int BLOCK_BYTES_MAX = 128 << 10;

    /** What stands before a block: length, id, piece, begin. */
    public static final int BLOCK_HEADER_BYTES = 13;

    private static final int LENGTH_BYTES = 4;
    private static final int MESSAGE_BYTES_MAX =
            BLOCK_BYTES_MAX + BLOCK_HEADER_BYTES - LENGTH_BYTES;

    private static final int CHOKE = 0;
    private static final int UNCHOKE = 1;
    private static final int INTERESTED = 2;
    private static final int NOT_INTERESTED = 3;
    private static final int HAVE = 4;
    private static final int BITFIELD = 5;
    private static final int REQUEST = 6;
    private static final int PIECE = 7;
    private static final int CANCEL = 8;

    private MessageCodec() {}

    /**
     * Reads the next message, waiting for it.
     *
     * @throws EOFException when the stream ends, also in the middle of a message
     * @throws MalformedMessage when the message is longer than a block of {@value #BLOCK_BYTES_MAX}
     *     bytes with its header, or its length is not that of its id
     */
    public static PeerMessage read(InputStream in) throws IOException {
        var length = ByteBuffer.wrap(exactly(in, LENGTH_BYTES)).getInt();
        // As a signed number the length of a liar may be negative.
        if (length < 0 || length > MESSAGE_BYTES_MAX) {
            throw new MalformedMessage(
                    "a message of "
                            + Integer.toUnsignedString(length)
                            + " bytes, but at most "
                            + MESSAGE_BYTES_MAX
                            + " are read");
        }
        return length == 0
                ? new KeepAlive()
                : decodeBody(ByteBuffer.wrap(exactly(in, length)).asReadOnlyBuffer());
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the peer hung up");
        }
        return bytes;
    }

    private static PeerMessage decodeBody(ByteBuffer in) throws MalformedMessage {
        var id = in.get() & 0xFF;
        return switch (id) {
            case CHOKE -> only(in, id, 0, new Choke());
            case UNCHOKE -> only(in, id, 0, new Unchoke());
            case INTERESTED -> only(in, id, 0, new Interested());
            case NOT_INTERESTED -> only(in, id, 0, new NotInterested());
            case HAVE -> new Have(sized(in, id, 4).getInt());
            case BITFIELD -> new Bitfield(in.slice());
            case REQUEST -> new Request(sized(in, id, 12).getInt(), in.getInt(), in.getInt());
            case PIECE -> new Piece(atLeast(in, id, 8).getInt(), in.getInt(), in.slice());
            case CANCEL -> new Cancel(sized(in, id, 12).getInt(), in.getInt(), in.getInt());
            default -> new Unknown(id);
        };
    }

    private static PeerMessage only(ByteBuffer in, int id, int lengthBytes, PeerMessage message)
            throws MalformedMessage {
        sized(in, id, lengthBytes);
        return message;
    }

    private static ByteBuffer sized(ByteBuffer in, int id, int lengthBytes)
            throws MalformedMessage {
        if (in.remaining() != lengthBytes) {
            throw wrongLength(in, id, lengthBytes + "");
        }
        return in;
    }

    private static ByteBuffer atLeast(ByteBuffer in, int id, int lengthBytes)
            throws MalformedMessage {
        if (in.remaining() < lengthBytes) {
            throw wrongLength(in, id, "at least " + lengthBytes);
        }
        return in;
    }

    private static MalformedMessage wrongLength(ByteBuffer in, int id, String expected) {
        return new MalformedMessage(
                "message " + id + " carries " + in.remaining() + " bytes, not " + expected);
    }

    /** The bytes of a message with its length before it, ready to be sent. */
    public static ByteBuffer encode(PeerMessage message) {
        return switch (message) {
            case KeepAlive() -> ByteBuffer.allocate(LENGTH_BYTES);
            case Choke() -> framed(CHOKE, 0).flip();
            case Unchoke() -> framed(UNCHOKE, 0).flip();
            case Interested() -> framed(INTERESTED, 0).flip();
            case NotInterested() -> framed(NOT_INTERESTED, 0).flip();
            case Have(int piece) -> framed(HAVE, 4).putInt(piece).flip();
            case Bitfield(var bits) ->
                    framed(BITFIELD, bits.remaining()).put(bits.duplicate()).flip();
            case Request(int piece, int begin, int length) ->
                    framed(REQUEST, 12).putInt(piece).putInt(begin).putInt(length).flip();
            case Piece(int piece, int begin, var block) ->
                    framed(PIECE, 8 + block.remaining())
                            .putInt(piece)
                            .putInt(begin)
                            .put(block.duplicate())
                            .flip();
            case Cancel(int piece, int begin, int length) ->
                    framed(CANCEL, 12).putInt(piece).putInt(begin).putInt(length).flip();
            case Unknown(int id) -> framed(id, 0).flip();
        };
    }

    /**
     * Writes what stands before a block, so that the block itself can be read from its file to just
     * behind it.
     *
     * @param out has {@value #BLOCK_HEADER_BYTES} bytes left at least
     */
    public static void putBlockHeader(ByteBuffer out, int piece, int begin, int lengthBytes) {
        out.putInt(BLOCK_HEADER_BYTES - LENGTH_BYTES + lengthBytes);
        out.put((byte) PIECE).putInt(piece).putInt(begin);
    }

    private static ByteBuffer framed(int id, int lengthBytes) {
        return ByteBuffer.allocate(LENGTH_BYTES + 1 + lengthBytes)
                .putInt(1 + lengthBytes)
                .put((byte) id);
    }
}
