package io.labnet.origin.server;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Answer.Body;
import io.labnet.origin.message.HttpDate;
import io.labnet.origin.message.Status;
import io.labnet.origin.representation.Content;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

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
    private record Second(Instant second, String value, String lines) {}

    /** What the field Server says. */
    static final String SERVER = "Labnet";

    /** Room for the head of nearly every answer; a longer one takes more. */
    private static final int HEAD_CHARS = 512;

    private final Clock clock;
    private volatile Second date;

    AnswerWriter(Clock clock) {
        this.clock = clock;
        this.date = second(clock.instant());
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
        var head = head(answer, persistence);
        var bytes = (int) (head.length + answer.bodyBytesSent());
        var buffer = ctx.alloc().buffer(bytes).writeBytes(head);
        if (answer.showsBody()) {
            append(buffer, answer.body());
        }
        return written(ctx.write(buffer), answer, bytes);
    }

    private static void append(ByteBuf buffer, Body body) {
        switch (body) {
            case Body.None() -> {}
            case Body.Text(var text) -> buffer.writeCharSequence(text, StandardCharsets.UTF_8);
            case Body.Part(Content.InMemory(var bytes), var first, var length) ->
                    buffer.writeBytes(bytes.slice((int) first, (int) length));
            case Body.Part(Content.OnDisk file, _, _) ->
                    throw new IllegalArgumentException(file + " does not go through memory");
            case Body.Parts(var pieces) -> pieces.forEach(piece -> append(buffer, piece));
        }
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
        var head = head(answer, persistence);
        var bytes = head.length + answer.body().lengthBytes();
        var done = ctx.write(ctx.alloc().buffer(head.length).writeBytes(head));
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
        return date().value();
    }

    // Put together on the heap, for the way into a buffer is quick for many bytes at once only.
    private byte[] head(Answer answer, Persistence persistence) {
        var head = new StringBuilder(HEAD_CHARS);
        head.append("HTTP/1.1 ").append(answer.status().line()).append(date().lines());
        head.append(persistence.line);
        for (var field : answer.fields().all()) {
            line(head, field.name()).append(field.value()).append("\r\n");
        }
        if (!(answer.body() instanceof Body.None)) {
            line(head, "Content-Length").append(answer.body().lengthBytes()).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static StringBuilder line(StringBuilder head, String name) {
        return head.append(name).append(": ");
    }

    // Formatting a date costs as much as the rest of a header; once a second is enough.
    private Second date() {
        var now = clock.instant();
        var last = date;
        if (now.getEpochSecond() != last.second().getEpochSecond()) {
            last = second(now);
            date = last;
        }
        return last;
    }

    private static Second second(Instant now) {
        var value = HttpDate.format(now);
        var lines = "\r\nDate: " + value + "\r\nServer: " + SERVER + "\r\n";
        return new Second(now, value, lines);
    }
}
