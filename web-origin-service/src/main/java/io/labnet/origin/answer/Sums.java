package io.labnet.origin.answer;

import io.labnet.origin.answer.Answer.Body;
import io.labnet.origin.representation.Content;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** Adds up what an answer's content is, as it goes out. */
final class Sums {
    private static final int PIECE_BYTES = 64 * 1024;

    private Sums() {}

    /**
     * Adds a body; blocks where some of it is on disk.
     *
     * @throws IOException when it cannot be read, or has become shorter
     */
    static void add(MessageDigest sum, Body body) throws IOException {
        switch (body) {
            case Body.None() -> {}
            case Body.Text(var text) -> sum.update(text.getBytes(StandardCharsets.UTF_8));
            case Body.Part(Content.InMemory(var bytes), var first, var length) ->
                    sum.update(bytes.slice((int) first, (int) length));
            case Body.Part(Content.OnDisk disk, var first, var length) -> {
                try (var file = FileChannel.open(disk.file(), StandardOpenOption.READ)) {
                    add(sum, file.position(first), length);
                }
            }
            case Body.Parts(var pieces) -> {
                for (var piece : pieces) {
                    add(sum, piece);
                }
            }
        }
    }

    private static void add(MessageDigest sum, FileChannel file, long bytes) throws IOException {
        var piece = ByteBuffer.allocate(PIECE_BYTES);
        for (var left = bytes; left > 0; left -= piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE_BYTES, left));
            if (file.read(piece) < 0) {
                throw new EOFException("The file has become shorter");
            }
            sum.update(piece.flip());
        }
    }
}
