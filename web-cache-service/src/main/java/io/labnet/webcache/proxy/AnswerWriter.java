package io.labnet.webcache.proxy;

import static io.netty.buffer.Unpooled.unreleasableBuffer;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.wire.Heads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FileRegion;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers of one HTTP/1.x connection, one after the other (RFC 9112 section 6): what is
 * small goes out with its head, in one buffer and one write.
 *
 * <p>Lives on its channel's event loop. A write that fails is told to exceptionCaught.
 */
// Nobody waits for a flush.
@SuppressWarnings("FutureReturnValueIgnored")
final class AnswerWriter {
    /** How content is told apart from what follows it. */
    enum Framing {
        /** By its length, which the head says, or by the end of the connection. */
        PLAIN,
        /** By chunks (RFC 9112 section 7.1). */
        CHUNKED,
        /** There is none, whatever comes (RFC 9110 section 15.3.6). */
        EMPTY
    }

    /** How much content goes out in one buffer with its head. */
    static final int TOGETHER_BYTES_MAX = 16 * 1024;

    private static final ByteBuf CRLF = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

    private final ChannelHandlerContext ctx;
    private @Nullable ByteBuf begun;
    private Framing framing = Framing.PLAIN;

    AnswerWriter(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    private static ByteBuf constant(String text) {
        var bytes = text.getBytes(US_ASCII);
        var direct = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
        return unreleasableBuffer(direct.asReadOnly());
    }

    /**
     * Begins an answer.
     *
     * @param head all of it, with the empty line at its end
     * @param contentBytes how much content follows, about; no less than 0
     */
    void begin(byte[] head, long contentBytes, Framing framed) {
        writeBegun();
        var room = contentBytes <= TOGETHER_BYTES_MAX ? (int) contentBytes : 0;
        begun = ctx.alloc().directBuffer(head.length + room).writeBytes(head);
        framing = framed;
    }

    /** Writes some content, which is not changed any more. */
    void content(ByteBuffer bytes) {
        if (begun != null && framing == Framing.PLAIN && fits(begun, bytes.remaining())) {
            begun.writeBytes(bytes);
        } else {
            content(Unpooled.wrappedBuffer(bytes));
        }
    }

    /** Writes some content, which is the writer's from now on. */
    void content(ByteBuf bytes) {
        if (framing == Framing.EMPTY || !bytes.isReadable()) {
            bytes.release();
        } else if (framing == Framing.CHUNKED) {
            put(chunkSize(bytes.readableBytes()));
            put(bytes);
            put(CRLF.duplicate());
        } else if (begun != null && fits(begun, bytes.readableBytes())) {
            begun.writeBytes(bytes);
            bytes.release();
        } else {
            put(bytes);
        }
    }

    private ByteBuf chunkSize(int bytes) {
        var line = Integer.toHexString(bytes) + "\r\n";
        return ctx.alloc().directBuffer(line.length()).writeBytes(line.getBytes(US_ASCII));
    }

    private static boolean fits(ByteBuf into, int bytes) {
        return bytes <= into.writableBytes();
    }

    /** Sends a part of a file; the future tells when the system has taken all of it. */
    ChannelFuture region(FileRegion region) {
        writeBegun();
        return ctx.writeAndFlush(region);
    }

    /**
     * Ends the answer.
     *
     * @param trailers what follows the content; lost where nothing can follow it
     */
    void end(Fields trailers) {
        if (framing == Framing.CHUNKED) {
            put(lastChunk(trailers));
        }
        writeBegun();
    }

    // RFC 9112 section 7.1.2
    private ByteBuf lastChunk(Fields trailers) {
        if (trailers.lines().isEmpty()) {
            return LAST_CHUNK.duplicate();
        }
        var bytes = ("0\r\n" + Heads.text(trailers) + "\r\n").getBytes(ISO_8859_1);
        return ctx.alloc().directBuffer(bytes.length).writeBytes(bytes);
    }

    /** Sends all that was written; the future tells when the system has taken it. */
    ChannelFuture flushed() {
        writeBegun();
        return ctx.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    void flush() {
        writeBegun();
        ctx.flush();
    }

    private void put(ByteBuf bytes) {
        writeBegun();
        ctx.write(bytes, ctx.voidPromise());
    }

    private void writeBegun() {
        var head = begun;
        if (head != null) {
            begun = null;
            ctx.write(head, ctx.voidPromise());
        }
    }

    /** Lets go of what was not written. */
    void close() {
        if (begun != null) {
            begun.release();
            begun = null;
        }
    }
}
