package io.labnet.webcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One file of records: appended to and marked by one thread, read by many.
 *
 * <p>It stays open, even when it is deleted, until the last of its readers has gone.
 */
final class Segment {
    private static final String NAME = "%016x.segment";
    private static final int TOGETHER_BYTES_MAX = 64 * 1024;

    private final FileChannel file;
    private final AtomicInteger users = new AtomicInteger(1);
    private final Set<DiskEntry> entries = new LinkedHashSet<>();
    private Path path;
    private long number;
    private volatile long lengthBytes;

    private Segment(Path path, long number, FileChannel file, long lengthBytes) {
        this.path = path;
        this.number = number;
        this.file = file;
        this.lengthBytes = lengthBytes;
    }

    static Segment create(Path folder, long number) throws IOException {
        var path = folder.resolve(NAME.formatted(number));
        var file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        return new Segment(path, number, file, 0);
    }

    /** Opens what an earlier run has left. */
    static Segment open(Path path) throws IOException {
        var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Segment(path, numberOf(path), file, file.size());
    }

    static boolean isOne(Path path) {
        return path.getFileName().toString().matches("[0-7][0-9a-f]{15}\\.segment");
    }

    private static long numberOf(Path path) {
        return Long.parseLong(path.getFileName().toString().substring(0, 16), 16);
    }

    FileChannel file() {
        return file;
    }

    long number() {
        return number;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    /** The records in it that are of use; for the writing thread only. */
    Set<DiskEntry> entries() {
        return entries;
    }

    /**
     * Appends all these bytes, or none.
     *
     * @return where they begin
     */
    long append(List<ByteBuffer> buffers) throws IOException {
        var position = lengthBytes;
        var at = position;
        try {
            for (var buffer : together(buffers)) {
                at += writeFully(buffer, at);
            }
        } catch (IOException cause) {
            file.truncate(position);
            throw cause;
        }
        lengthBytes = at;
        return position;
    }

    // A small record takes one call of the system. What is on the heap the JDK copies in any case.
    private static List<ByteBuffer> together(List<ByteBuffer> buffers) {
        var bytes = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (bytes > TOGETHER_BYTES_MAX) {
            return buffers;
        }
        var all = ByteBuffer.allocate((int) bytes);
        buffers.forEach(all::put);
        return List.of(all.flip());
    }

    /** Writes over what is there. */
    void overwrite(ByteBuffer bytes, long position) throws IOException {
        writeFully(bytes, position);
    }

    private int writeFully(ByteBuffer bytes, long position) throws IOException {
        var written = 0;
        while (bytes.hasRemaining()) {
            written += file.write(bytes, position + written);
        }
        return written;
    }

    void mark(long recordPosition, SegmentRecord.Mark mark) throws IOException {
        overwrite(mark.bytes(), recordPosition + SegmentRecord.MARK_OFFSET);
    }

    /** Cuts off what does not belong to a whole record. */
    void cutAt(long length) throws IOException {
        if (length < lengthBytes) {
            file.truncate(length);
            lengthBytes = length;
        }
    }

    /** Puts it behind all others, for the next run, too. */
    void renumber(long newNumber) throws IOException {
        var renamed = path.resolveSibling(NAME.formatted(newNumber));
        Files.move(path, renamed);
        path = renamed;
        number = newNumber;
    }

    /** Keeps it open until {@link #release}; tells whether it still was. */
    boolean retain() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            try {
                file.close();
            } catch (IOException cause) {
                // Nothing is lost by it: all that was written can be read.
                throw new UncheckedIOException(cause);
            }
        }
    }

    /** Deletes the file; who reads it goes on. */
    void drop() throws IOException {
        try {
            Files.deleteIfExists(path);
        } finally {
            release();
        }
    }
}
