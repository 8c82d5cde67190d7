package io.labnet.origin.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/** A part of a file, read piece by piece as a client takes it. */
final class FilePieces implements ChunkedInput<ByteBuf> {
    /** No longer than a record of TLS and a frame of HTTP/2 may be. */
    static final int PIECE_BYTES = 16 * 1024;

    private final FileChannel file;
    private final long length;
    private long position;
    private long left;

    /**
     * What to read.
     *
     * @param file closed by {@link #close()}
     */
    FilePieces(FileChannel file, long first, long length) {
        this.file = file;
        this.position = first;
        this.length = length;
        this.left = length;
    }

    /**
     * The next piece.
     *
     * @throws IOException when the file cannot be read, or has become shorter
     */
    ByteBuf next(ByteBufAllocator memory) throws IOException {
        var wanted = (int) Math.min(PIECE_BYTES, left);
        var piece = memory.buffer(wanted);
        try {
            while (piece.readableBytes() < wanted) {
                var read =
                        piece.writeBytes(
                                file,
                                position + piece.readableBytes(),
                                wanted - piece.readableBytes());
                if (read < 0) {
                    throw new EOFException("The file has become shorter");
                }
            }
        } catch (IOException broken) {
            piece.release();
            throw broken;
        }
        position += wanted;
        left -= wanted;
        return piece;
    }

    @Override
    public ByteBuf readChunk(ByteBufAllocator memory) throws IOException {
        return next(memory);
    }

    @Override
    @Deprecated
    public ByteBuf readChunk(ChannelHandlerContext ctx) throws IOException {
        return next(ctx.alloc());
    }

    @Override
    public boolean isEndOfInput() {
        return left == 0;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long progress() {
        return length - left;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a file that was read", e);
        }
    }
}
