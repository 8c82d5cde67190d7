package io.labnet.origin.server;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Answer.Body;
import io.labnet.origin.representation.Content;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** An answer's content on its way, frame by frame: from memory without a copy, or from disk. */
final class Outgoing {
    private sealed interface Source {
        record Memory(ByteBuffer bytes) implements Source {}

        record Disk(FilePieces file) implements Source {}
    }

    private final Answer answer;
    private final ArrayDeque<Source> sources = new ArrayDeque<>();
    private long piecesTaken;

    private Outgoing(Answer answer) {
        this.answer = answer;
    }

    /** What goes out, which is another answer when a file has changed since it was looked up. */
    static Outgoing of(Answer answer) {
        var out = new Outgoing(answer);
        try {
            if (answer.showsBody()) {
                out.add(answer.body());
            }
            return out;
        } catch (IOException changed) {
            out.close();
            return of(AnswerWriter.replaced());
        }
    }

    private void add(Body body) throws IOException {
        switch (body) {
            case Body.None() -> {}
            case Body.Text(var text) -> add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            case Body.Part(Content.InMemory(var bytes), var first, var length) ->
                    add(bytes.slice((int) first, (int) length));
            case Body.Part(Content.OnDisk file, var first, var length) ->
                    sources.add(
                            new Source.Disk(
                                    new FilePieces(AnswerWriter.open(file), first, length)));
            case Body.Parts(var pieces) -> {
                for (var piece : pieces) {
                    add(piece);
                }
            }
        }
    }

    private void add(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            sources.add(new Source.Memory(bytes));
        }
    }

    Answer answer() {
        return answer;
    }

    /** Whether there is nothing more to send. */
    boolean isEmpty() {
        return sources.isEmpty();
    }

    /**
     * The next frame, when there is one; the last one ends the stream.
     *
     * @throws IOException when the file cannot be read on
     */
    Http2DataFrame next(ByteBufAllocator allocator) throws IOException {
        var piece =
                switch (sources.element()) {
                    case Source.Memory(var bytes) -> fromMemory(bytes);
                    case Source.Disk(var file) -> fromDisk(file, allocator);
                };
        return new DefaultHttp2DataFrame(piece, sources.isEmpty());
    }

    private ByteBuf fromMemory(ByteBuffer bytes) {
        var length = Math.min(FilePieces.PIECE_BYTES, bytes.remaining());
        var piece = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        if (!bytes.hasRemaining()) {
            sources.remove();
        }
        return Unpooled.wrappedBuffer(piece);
    }

    private ByteBuf fromDisk(FilePieces file, ByteBufAllocator allocator) throws IOException {
        var piece = file.next(allocator);
        if (file.isEndOfInput()) {
            sources.remove();
            file.close();
        }
        return piece;
    }

    /** The client has taken a piece. */
    void taken() {
        piecesTaken++;
    }

    long piecesTaken() {
        return piecesTaken;
    }

    /** Lets go of what was not sent. */
    void close() {
        for (var source : sources) {
            if (source instanceof Source.Disk(var file)) {
                file.close();
            }
        }
        sources.clear();
    }
}
