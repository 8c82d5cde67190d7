package io.labnet.webcache.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads messages off a connection and repairs nothing: two parties that read the same bytes
 * differently are what smuggling lives on (RFC 9112 section 11.2).
 *
 * <p>Every line ends with CR LF; a line feed alone ends nothing (RFC 9112 section 2.2 would allow
 * it, and others do not). Content comes in pieces as it arrives, the last as a LastHttpContent.
 */
abstract class StrictDecoder extends ByteToMessageDecoder {
    private static final int PIECE_BYTES_MAX = 65_536;
    private static final int CHUNK_LINE_BYTES_MAX = 256;
    private static final int CHUNK_DIGITS_MAX = 15;
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private enum Expects {
        HEAD,
        CONTENT,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        CLOSE,
        /** What comes is not for this decoder, and stays. */
        OTHERS,
        /** After a fault nobody knows what the next byte means. */
        NOTHING
    }

    private final int lineBytesMax;
    private final int headBytesMax;
    private Expects expects = Expects.HEAD;
    private long left;
    private long bytesRead;
    private boolean reading;
    // Within the head or the trailers, counted from the reader index: what needs no second look.
    private int lineStart;
    private int scanned;
    private int firstLine = -1;
    private int emptyLines;

    StrictDecoder(int lineBytesMax, int headBytesMax) {
        this.lineBytesMax = lineBytesMax;
        this.headBytesMax = headBytesMax;
    }

    /** Takes a head, which is well formed up to here, hands up what it is, and tells its end. */
    abstract Ending head(String startLine, String fieldLines, List<Object> out) throws Malformed;

    /** Hands up that nothing more can be read. */
    abstract void malformed(Malformed fault, boolean inHead, List<Object> out);

    /** How many bytes have come so far. */
    public final long bytesRead() {
        return bytesRead;
    }

    /** Whether a part of a head is there, and the rest is not. */
    public final boolean isWithinHead() {
        return expects == Expects.HEAD && actualReadableBytes() > 0;
    }

    /** From now on what comes is of another protocol, and kept. */
    final void leaveToOthers() {
        expects = Expects.OTHERS;
    }

    /** From now on what comes means nothing. */
    public final void readNoMore() {
        expects = Expects.NOTHING;
    }

    /** Reads messages again; false when something of the other protocol has come already. */
    public final boolean resume() {
        expects = Expects.HEAD;
        return actualReadableBytes() == 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        if (message instanceof ByteBuf bytes) {
            bytesRead += bytes.readableBytes();
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        reading = false;
        super.channelReadComplete(ctx);
    }

    /** Whether the messages of one read are just being handed up, whose end will be told. */
    public final boolean isReading() {
        return reading;
    }

    @Override
    protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        try {
            switch (expects) {
                case HEAD -> readHead(in, out);
                case CONTENT -> readContent(in, out);
                case CHUNK_SIZE -> readChunkSize(in);
                case CHUNK -> readChunk(in, out);
                case CHUNK_END -> readChunkEnd(in);
                case TRAILERS -> readTrailers(in, out);
                case CLOSE -> out.add(new DefaultHttpContent(piece(in, PIECE_BYTES_MAX)));
                case OTHERS -> {}
                case NOTHING -> in.skipBytes(in.readableBytes());
            }
        } catch (Malformed fault) {
            var inHead = expects == Expects.HEAD;
            expects = Expects.NOTHING;
            in.skipBytes(in.readableBytes());
            malformed(fault, inHead, out);
        }
    }

    @Override
    protected final void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            decode(ctx, in, out);
        }
        if (expects == Expects.CLOSE && !in.isReadable()) {
            expects = Expects.NOTHING;
            out.add(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private void readHead(ByteBuf in, List<Object> out) throws Malformed {
        if (!hasHead(in)) {
            return;
        }
        var text = in.toString(in.readerIndex(), lineStart, StandardCharsets.ISO_8859_1);
        var line = text.substring(0, firstLine);
        var fieldLines = text.substring(firstLine + 2);
        in.skipBytes(lineStart + 2);
        forget();
        expect(head(line, fieldLines, out), out);
    }

    private void expect(Ending ending, List<Object> out) {
        if (expects != Expects.HEAD) {
            return;
        }
        switch (ending) {
            case Ending.Counted(var bytes) -> {
                left = bytes;
                expects = bytes == 0 ? Expects.HEAD : Expects.CONTENT;
                if (bytes == 0) {
                    noContent(out);
                }
            }
            case Ending.Chunked _ -> expects = Expects.CHUNK_SIZE;
            case Ending.AtClose _ -> expects = Expects.CLOSE;
        }
    }

    /** Hands up an end where there is no content, if whoever listens wants to hear of it. */
    void noContent(List<Object> out) {}

    /** How many empty lines before a message are overlooked. */
    abstract int emptyLinesMax();

    private boolean hasHead(ByteBuf in) throws Malformed {
        if (firstLine < 0) {
            var length = lineLength(in, lineBytesMax, 414, "the first line is too long");
            if (length < 0) {
                return false;
            }
            if (length == 0) {
                overlook(in);
                return hasHead(in);
            }
            firstLine = length;
            lineStart = length + 2;
        }
        return hasLines(in, headBytesMax + firstLine + 2);
    }

    private void overlook(ByteBuf in) throws Malformed {
        if (emptyLines == emptyLinesMax()) {
            throw Malformed.of("a message does not begin with an empty line");
        }
        in.skipBytes(2);
        var overlooked = emptyLines + 1;
        forget();
        emptyLines = overlooked;
    }

    // Whether there are lines up to an empty one, which then begins at lineStart.
    private boolean hasLines(ByteBuf in, int bytesMax) throws Malformed {
        while (true) {
            var most = bytesMax - lineStart;
            var length = lineLength(in, most, 431, "the header section is too long");
            if (length < 0) {
                return false;
            }
            if (length == 0) {
                return true;
            }
            lineStart += length + 2;
        }
    }

    // The length of the line that begins at lineStart, without its CR LF; -1 when its end is not
    // there yet.
    private int lineLength(ByteBuf in, int most, int status, String words) throws Malformed {
        var start = in.readerIndex() + lineStart;
        var from = Math.max(start, in.readerIndex() + scanned);
        var lf = in.indexOf(from, in.writerIndex(), LF);
        scanned = (lf < 0 ? in.writerIndex() : lf + 1) - in.readerIndex();
        if ((lf < 0 ? in.writerIndex() : lf - 1) - start > most) {
            throw new Malformed(status, words);
        }
        if (lf >= 0 && (lf == start || in.getByte(lf - 1) != CR)) {
            throw Malformed.of("a line ends without a carriage return");
        }
        return lf < 0 ? -1 : lf - 1 - start;
    }

    private void forget() {
        lineStart = 0;
        scanned = 0;
        firstLine = -1;
        emptyLines = 0;
    }

    private void readContent(ByteBuf in, List<Object> out) {
        var piece = piece(in, left);
        left -= piece.readableBytes();
        if (left == 0) {
            expects = Expects.HEAD;
            out.add(new DefaultLastHttpContent(piece));
        } else {
            out.add(new DefaultHttpContent(piece));
        }
    }

    private static ByteBuf piece(ByteBuf in, long most) {
        var length = Math.min(in.readableBytes(), PIECE_BYTES_MAX);
        return in.readRetainedSlice((int) Math.min(length, most));
    }

    // RFC 9112 section 7.1; an extension is overlooked, as nobody here knows any (7.1.1).
    private void readChunkSize(ByteBuf in) throws Malformed {
        var length = lineLength(in, CHUNK_LINE_BYTES_MAX, 400, "a chunk's line is too long");
        if (length < 0) {
            return;
        }
        left = chunkSize(in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1));
        in.skipBytes(length + 2);
        forget();
        expects = left == 0 ? Expects.TRAILERS : Expects.CHUNK;
    }

    private static long chunkSize(String line) throws Malformed {
        var digits = 0;
        while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
            digits++;
        }
        var extension = line.substring(digits).stripLeading();
        if (digits == 0
                || digits > CHUNK_DIGITS_MAX
                || !(digits == line.length() || extension.startsWith(";"))
                || !HeadText.isPrintable(line)) {
            throw Malformed.of("a chunk's size must be a hexadecimal number");
        }
        return Long.parseLong(line, 0, digits, 16);
    }

    private void readChunk(ByteBuf in, List<Object> out) {
        var piece = piece(in, left);
        left -= piece.readableBytes();
        out.add(new DefaultHttpContent(piece));
        if (left == 0) {
            expects = Expects.CHUNK_END;
        }
    }

    private void readChunkEnd(ByteBuf in) throws Malformed {
        if (in.getByte(in.readerIndex()) != CR
                || (in.readableBytes() > 1 && in.getByte(in.readerIndex() + 1) != LF)) {
            throw Malformed.of("a chunk is not as long as it says");
        }
        if (in.readableBytes() > 1) {
            in.skipBytes(2);
            expects = Expects.CHUNK_SIZE;
        }
    }

    // They are read as strictly as a head, and kept apart from it (RFC 9112 section 7.1.2).
    private void readTrailers(ByteBuf in, List<Object> out) throws Malformed {
        if (hasLines(in, headBytesMax)) {
            var lines = in.toString(in.readerIndex(), lineStart, StandardCharsets.ISO_8859_1);
            var trailers = HeadText.fields(lines, false);
            in.skipBytes(lineStart + 2);
            forget();
            expects = Expects.HEAD;
            out.add(Heads.last(trailers));
        }
    }
}
