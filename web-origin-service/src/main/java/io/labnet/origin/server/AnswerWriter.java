package io.labnet.origin.server;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Answer.Body;
import io.labnet.origin.message.HttpDate;
import io.labnet.origin.message.Status;
import io.labnet.origin.representation.Content;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Puts answers on the wire: what is in memory in one write, what is on disk by the kernel's copy.
 *
 * <p>Safe for many threads.
 */
final class AnswerWriter {
    /** What Connection says with an answer. */
    enum Persistence {
        /** Nothing: HTTP/1.1 persists by itself. */
        UNSAID(""),
        /** HTTP/1.0 wants to be told (RFC 9112 appendix C.2.2). */
        KEEP_ALIVE("Connection: keep-alive\r\n"),
        CLOSE("Connection: close\r\n");

        private final String line;

        Persistence(String line) {
            this.line = line;
        }
    }

    /** What was written. */
    record Written(ChannelFuture done, Status status, long bodyBytes, long bytes) {}

    /** What every answer says within a second; the lines begin where the status line ends. */
    private static final class Second {
        private final long second;
        private final String value;
        private final byte[] lines;

        Second(Instant now) {
            this.second = now.getEpochSecond();
            this.value = HttpDate.format(now);
            this.lines =
                    ("\r\nDate: " + value + "\r\nServer: " + SERVER + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** What the field Server says. */
    static final String SERVER = "Labnet";

    /** Room for the head of nearly every answer; a longer one takes more. */
    private static final int HEAD_BYTES = 512;

    private static final byte[] END = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Map<Status, byte[]> STATUS_LINES = new EnumMap<>(Status.class);

    static {
        for (var status : Status.values()) {
            var line = "HTTP/1.1 " + status.line();
            STATUS_LINES.put(status, line.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private final Clock clock;
    private volatile Second date;

    AnswerWriter(Clock clock) {
        this.clock = clock;
        this.date = new Second(clock.instant());
    }

    /** Writes without flushing. */
    Written write(ChannelHandlerContext ctx, Answer answer, Persistence persistence) {
        return answer.showsBody() && isOnDisk(answer.body())
                ? writeFiles(ctx, answer, persistence)
                : writeBuffer(ctx, answer, persistence);
    }

    private static boolean isOnDisk(Body body) {
        return switch (body) {
            case Body.None _, Body.Text _ -> false;
            case Body.Part(var content, _, _) -> content instanceof Content.OnDisk;
            case Body.Parts(var pieces) -> pieces.stream().anyMatch(AnswerWriter::isOnDisk);
        };
    }

    private Written writeBuffer(ChannelHandlerContext ctx, Answer answer, Persistence persistence) {
        var buffer = head(ctx, answer, persistence, answer.bodyBytesSent());
        if (answer.showsBody()) {
            append(buffer, answer.body());
        }
        var bytes = buffer.readableBytes();
        return written(ctx.write(buffer), answer, bytes);
    }

    private static void append(ByteBuf buffer, Body body) {
        switch (body) {
            case Body.None() -> {}
            case Body.Text(var text) -> buffer.writeCharSequence(text, StandardCharsets.UTF_8);
            case Body.Part(Content.InMemory(var bytes), var first, var length) ->
                    append(buffer, bytes.slice((int) first, (int) length));
            case Body.Part(Content.OnDisk file, _, _) ->
                    throw new IllegalArgumentException(file + " does not go through memory");
            case Body.Parts(var pieces) -> pieces.forEach(piece -> append(buffer, piece));
        }
    }

    // Netty would copy twice what it finds on the heap and may not change.
    private static void append(ByteBuf buffer, ByteBuffer bytes) {
        var length = bytes.remaining();
        buffer.ensureWritable(length);
        buffer.internalNioBuffer(buffer.writerIndex(), length).put(bytes);
        buffer.writerIndex(buffer.writerIndex() + length);
    }

    // The last write tells: when an earlier one fails, so does it.
    @SuppressWarnings("FutureReturnValueIgnored")
    private Written writeFiles(ChannelHandlerContext ctx, Answer answer, Persistence persistence) {
        var pieces = answer.body() instanceof Body.Parts(var all) ? all : List.of(answer.body());
        var files = new ArrayDeque<Object>();
        try {
            for (var piece : pieces) {
                if (piece instanceof Body.Part(Content.OnDisk disk, var first, var length)) {
                    files.add(sendable(ctx, open(disk), first, length));
                }
            }
        } catch (IOException changed) {
            // Replaced since it was looked up; its validators are no longer true.
            files.forEach(AnswerWriter::drop);
            return writeBuffer(ctx, replaced(), persistence);
        }
        var head = head(ctx, answer, persistence, 0);
        var bytes = head.readableBytes() + answer.body().lengthBytes();
        var done = ctx.write(head);
        for (var piece : pieces) {
            done = ctx.write(isOnDisk(piece) ? files.remove() : buffer(ctx, piece));
        }
        return written(done, answer, bytes);
    }

    private static ByteBuf buffer(ChannelHandlerContext ctx, Body piece) {
        var buffer = ctx.alloc().buffer((int) piece.lengthBytes());
        append(buffer, piece);
        return buffer;
    }

    // The kernel cannot copy what has to be encrypted on its way.
    private static Object sendable(
            ChannelHandlerContext ctx, FileChannel file, long first, long length) {
        return ctx.pipeline().get(ChunkedWriteHandler.class) == null
                ? new DefaultFileRegion(file, first, length)
                : new FilePieces(file, first, length);
    }

    private static void drop(Object unsent) {
        if (unsent instanceof FilePieces pieces) {
            pieces.close();
        } else {
            ReferenceCountUtil.release(unsent);
        }
    }

    /** What a client is told instead of a file that changed since it was looked up. */
    static Answer replaced() {
        return Answer.telling(
                Status.SERVICE_UNAVAILABLE,
                "The file changed at this very moment; ask again.",
                "Retry-After",
                "1");
    }

    /**
     * Opens a file that was looked up.
     *
     * @throws IOException when it is another one by now
     */
    // Opened first and compared after: then what is open is what was looked up.
    static FileChannel open(Content.OnDisk disk) throws IOException {
        var file = FileChannel.open(disk.file(), StandardOpenOption.READ);
        if (file.size() != disk.lengthBytes()
                || !Files.getLastModifiedTime(disk.file()).toInstant().equals(disk.changed())) {
            file.close();
            throw new IOException(disk.file() + " has changed");
        }
        return file;
    }

    private static Written written(ChannelFuture done, Answer answer, long bytes) {
        return new Written(done, answer.status(), answer.bodyBytesSent(), bytes);
    }

    /** The value of Date, which is formatted once a second. */
    String dateValue() {
        return date().value;
    }

    // With room for content behind it. What is always the same is made once, and copied here.
    private ByteBuf head(
            ChannelHandlerContext ctx, Answer answer, Persistence persistence, long room) {
        var head = ctx.alloc().buffer(HEAD_BYTES + (int) room);
        head.writeBytes(STATUS_LINES.get(answer.status())).writeBytes(date().lines);
        ByteBufUtil.writeAscii(head, persistence.line);
        answer.fields().writeTo(head);
        if (!(answer.body() instanceof Body.None)) {
            var length = "Content-Length: " + answer.body().lengthBytes() + "\r\n";
            head.writeBytes(length.getBytes(StandardCharsets.US_ASCII));
        }
        return head.writeBytes(END);
    }

    // Formatting a date costs as much as the rest of a header; once a second is enough.
    private Second date() {
        var now = clock.instant();
        var last = date;
        if (now.getEpochSecond() != last.second) {
            last = new Second(now);
            date = last;
        }
        return last;
    }
}
