package io.labnet.peer.content;

import io.labnet.bittorrent.metainfo.Info;
import io.labnet.bittorrent.metainfo.TorrentFile;
import io.labnet.peer.piece.Block;
import io.labnet.peer.piece.Layout;
import io.labnet.peer.piece.PieceSet;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A torrent's files on disk, as one run of bytes cut into blocks and pieces.
 *
 * <p>What a piece holds counts for nothing until {@link #isGood} has said so, also after a restart:
 * the hash is what survives any crash. Safe for use by several threads at once, as long as no two
 * write the same block.
 */
public final class Content implements Closeable {
    private static final int HASH_BUFFER_BYTES = 256 << 10;

    private record OpenFile(FileChannel channel, long offsetBytes, long lengthBytes) {
        long endBytes() {
            return offsetBytes + lengthBytes;
        }
    }

    private final Info info;
    private final Layout layout;
    private final List<OpenFile> files;
    private final boolean isNew;

    private Content(Info info, List<OpenFile> files, boolean isNew) {
        this.info = info;
        this.layout = new Layout(info.lengthBytes(), info.pieceLengthBytes());
        this.files = files;
        this.isNew = isNew;
    }

    /**
     * Opens the files below a folder, and makes those that are missing in their full length.
     *
     * @throws IOException when they cannot be made, for want of room or of permission
     */
    public static Content open(Info info, Path folder) throws IOException {
        var files = new ArrayList<OpenFile>();
        var isNew = true;
        try {
            for (var file : info.files()) {
                var path = pathOf(file, folder);
                isNew &= !Files.exists(path);
                files.add(opened(file, path));
            }
        } catch (IOException e) {
            for (var file : files) {
                file.channel().close();
            }
            throw e;
        }
        return new Content(info, List.copyOf(files), isNew);
    }

    private static Path pathOf(TorrentFile file, Path folder) {
        return folder.resolve(String.join("/", file.path()));
    }

    /** Where a torrent of one file has that file. */
    public static Path pathOf(Info info, Path folder) {
        return pathOf(info.files().getFirst(), folder);
    }

    private static OpenFile opened(TorrentFile file, Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        var channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (channel.size() > file.lengthBytes()) {
            channel.truncate(file.lengthBytes());
        } else if (channel.size() < file.lengthBytes()) {
            channel.write(ByteBuffer.allocate(1), file.lengthBytes() - 1);
        }
        return new OpenFile(channel, file.offsetBytes(), file.lengthBytes());
    }

    public Layout layout() {
        return layout;
    }

    /** Writes a block that came. */
    public void write(Block block, ByteBuffer bytes) throws IOException {
        var from = bytes.duplicate();
        transfer(layout.offsetBytes(block), from, FileChannel::write);
    }

    /**
     * Reads a block that was asked for.
     *
     * @param into has room for it at least
     */
    public void read(Block block, ByteBuffer into) throws IOException {
        var limit = into.limit();
        into.limit(into.position() + block.lengthBytes());
        transfer(layout.offsetBytes(block), into, FileChannel::read);
        into.limit(limit);
    }

    /** Whether a piece is what the torrent says, by its SHA-1 (BEP 3). */
    public boolean isGood(int piece) throws IOException {
        var sha1 = sha1();
        var left = layout.pieceLengthBytes(piece);
        var offset = layout.offsetBytes(piece);
        var buffer = ByteBuffer.allocate(Math.min(left, HASH_BUFFER_BYTES));
        while (left > 0) {
            buffer.clear().limit(Math.min(left, buffer.capacity()));
            transfer(offset, buffer, FileChannel::read);
            left -= buffer.position();
            offset += buffer.position();
            sha1.update(buffer.flip());
        }
        return Arrays.equals(sha1.digest(), info.pieceHash(piece));
    }

    /** Which pieces are good, found by reading all of them. */
    public PieceSet check() throws IOException {
        var good = PieceSet.none(layout.pieces());
        for (int piece = 0; piece < layout.pieces() && !isNew; piece++) {
            if (isGood(piece)) {
                good.add(piece);
            }
        }
        return good;
    }

    private interface Transfer {
        int apply(FileChannel channel, ByteBuffer buffer, long position) throws IOException;
    }

    /** A run of bytes may cross from one file into the next. */
    private void transfer(long offset, ByteBuffer buffer, Transfer transfer) throws IOException {
        var limit = buffer.limit();
        var at = offset;
        for (var file : files) {
            while (buffer.position() < limit && at >= file.offsetBytes() && at < file.endBytes()) {
                var inFile = (int) Math.min(limit - buffer.position(), file.endBytes() - at);
                buffer.limit(buffer.position() + inFile);
                var moved = transfer.apply(file.channel(), buffer, at - file.offsetBytes());
                buffer.limit(limit);
                if (moved < 0) {
                    throw new EOFException("a file was cut short behind our back");
                }
                at += moved;
            }
        }
    }

    /** Makes sure that what was written survives a power cut. */
    public void force() throws IOException {
        for (var file : files) {
            file.channel().force(false);
        }
    }

    @Override
    public void close() throws IOException {
        for (var file : files) {
            file.channel().close();
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
