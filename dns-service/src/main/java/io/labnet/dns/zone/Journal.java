package io.labnet.dns.zone;

import io.labnet.dns.disk.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * The changes of one zone in a file, oldest first: what has happened since its master file was
 * written, and before that, as long as there is room, what its secondaries may have missed.
 *
 * <p>An entry is its length, its checksum and its records. What a crash left of the last one is cut
 * off when the file is opened: it was never acknowledged.
 */
final class Journal {
    private static final byte[] MAGIC = "Labnet journal 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ENTRY_HEAD_BYTES = 2 * Integer.BYTES;
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private record Entry(Difference difference, int bytes) {}

    private final Path file;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Object syncing = new Object();
    private @Nullable FileChannel channel;
    private long length;
    private volatile long synced;
    private volatile boolean broken;

    /**
     * Reads what there is.
     *
     * @throws ZoneFault when the file is no journal at all
     */
    Journal(Path file) throws IOException, ZoneFault {
        this.file = file;
        if (!Files.notExists(file)) {
            read(ByteBuffer.wrap(Files.readAllBytes(file)));
        }
        synced = length;
    }

    private void read(ByteBuffer bytes) throws IOException, ZoneFault {
        var magic = new byte[Math.min(MAGIC.length, bytes.remaining())];
        bytes.get(magic);
        if (!Arrays.equals(magic, 0, magic.length, MAGIC, 0, magic.length)) {
            throw new ZoneFault(file + " is no journal of this version of Labnet");
        }
        var whole = magic.length == MAGIC.length;
        while (whole) {
            var start = bytes.position();
            length = start;
            var difference = entry(bytes);
            whole = difference != null;
            if (difference != null) {
                entries.add(new Entry(difference, bytes.position() - start));
            }
        }
        cut(bytes.limit());
    }

    /** The next whole entry; null at the end, and at what a crash left there. */
    private @Nullable Difference entry(ByteBuffer bytes) throws ZoneFault {
        if (bytes.remaining() <= ENTRY_HEAD_BYTES) {
            return null;
        }
        var size = bytes.getInt();
        var checksum = bytes.getInt();
        // Zeros, which some file systems leave, would be an empty entry with the right checksum.
        if (size <= 0 || size > bytes.remaining()) {
            return null;
        }
        var body = new byte[size];
        bytes.get(body);
        return checksum == checksum(body) ? decoded(body) : null;
    }

    private void cut(int found) throws IOException {
        if (found == length) {
            return;
        }
        LOG.warn("{}: the last {} bytes are no whole entry and are cut off", file, found - length);
        try (var opened = FileChannel.open(file, StandardOpenOption.WRITE)) {
            opened.truncate(length);
            opened.force(true);
        }
    }

    private static int checksum(byte[] body) {
        var checksum = new CRC32C();
        checksum.update(body);
        return (int) checksum.getValue();
    }

    /** How many bytes the file has. */
    synchronized long length() {
        return length;
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The serial number that the newest entry leads to; -1 when there is none. */
    synchronized long newestSerial() {
        return entries.isEmpty() ? -1 : entries.getLast().difference().to().getSerial();
    }

    /**
     * Everything that has changed since a version, oldest first; null when that version is not in
     * the journal.
     */
    synchronized @Nullable List<Difference> since(long serial) {
        var found = new ArrayDeque<Difference>();
        for (var newest = entries.descendingIterator(); newest.hasNext(); ) {
            var difference = newest.next().difference();
            if (difference.to().getSerial() == serial) {
                return List.copyOf(found);
            }
            found.addFirst(difference);
            if (difference.from().getSerial() == serial) {
                return List.copyOf(found);
            }
        }
        return null;
    }

    /** Throws when the disk has refused something, so that what it has is unknown. */
    void requireSound() {
        if (broken) {
            throw new UncheckedIOException(
                    new IOException(file + " could not be written; it is read anew at a restart"));
        }
    }

    /**
     * Adds an entry, which survives a crash once {@link #sync} has been called with what this
     * returns.
     *
     * @throws UncheckedIOException when the disk refuses; then the journal is as it was
     */
    synchronized long append(Difference difference) {
        var entry = framed(encoded(difference));
        try {
            var opened = opened();
            try {
                write(opened, length, entry);
            } catch (IOException full) {
                takeBack(opened);
                throw full;
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(file + " cannot be written", refused);
        }
        entries.add(new Entry(difference, entry.limit()));
        length += entry.limit();
        return length;
    }

    // Half an entry that stays might be read as something else behind those to come.
    private void takeBack(FileChannel opened) throws IOException {
        try {
            opened.truncate(length);
        } catch (IOException stuck) {
            broken = true;
            throw stuck;
        }
    }

    private FileChannel opened() throws IOException {
        var opened = channel;
        if (opened == null) {
            opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = opened;
        }
        if (length < MAGIC.length) {
            write(opened, 0, ByteBuffer.wrap(MAGIC));
            opened.truncate(MAGIC.length);
            DurableFiles.syncFolderOf(file);
            length = MAGIC.length;
        }
        return opened;
    }

    private static void write(FileChannel to, long at, ByteBuffer bytes) throws IOException {
        var position = at;
        var rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            position += to.write(rest, position);
        }
    }

    /**
     * Waits until everything up to a length is on disk. Whoever comes first does it for all who
     * have written until then.
     *
     * @throws UncheckedIOException when the disk refuses: what it has is unknown from then on, so
     *     no more is taken until the next start
     */
    void sync(long upTo) {
        synchronized (syncing) {
            requireSound();
            if (synced >= upTo) {
                return;
            }
            try {
                force();
            } catch (IOException refused) {
                broken = true;
                throw new UncheckedIOException(file + " cannot be synced", refused);
            }
        }
    }

    private void force() throws IOException {
        FileChannel opened;
        long written;
        synchronized (this) {
            opened = channel;
            written = length;
        }
        if (opened != null) {
            opened.force(false);
        }
        synced = written;
    }

    /**
     * Forgets the oldest entries, once the master file has them.
     *
     * @param bytes how many the rest may have; 0 forgets all
     * @throws UncheckedIOException when the disk refuses; no more is taken until the next start
     */
    void shrink(long bytes) {
        // In this order everywhere, so that nobody waits for a file that is being replaced.
        synchronized (syncing) {
            synchronized (this) {
                var sum = 0L;
                for (var entry : entries) {
                    sum += entry.bytes();
                }
                while (!entries.isEmpty() && sum > bytes) {
                    sum -= entries.removeFirst().bytes();
                }
                try {
                    rewrite();
                } catch (IOException refused) {
                    broken = true;
                    throw new UncheckedIOException(file + " cannot be replaced", refused);
                }
            }
        }
    }

    private void rewrite() throws IOException {
        close();
        DurableFiles.replace(
                file,
                to -> {
                    to.write(MAGIC);
                    for (var entry : entries) {
                        to.write(framed(encoded(entry.difference())).array());
                    }
                });
        length = MAGIC.length + entries.stream().mapToLong(Entry::bytes).sum();
        synced = length;
    }

    /** The file can be written again afterwards; it is opened anew then. */
    synchronized void close() throws IOException {
        var opened = channel;
        channel = null;
        if (opened != null) {
            opened.close();
        }
    }

    /** Puts the file aside: it belongs to another history of the zone. */
    synchronized void setAside() throws IOException {
        close();
        entries.clear();
        length = 0;
        synced = 0;
        var aside = file.resolveSibling(file.getFileName() + ".old");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether the entry of a difference would have more bytes than this, its head aside. */
    static boolean isLonger(Difference difference, long bytes) {
        var sum = 0L;
        for (var records : List.of(difference.removed(), difference.added())) {
            for (var record : records) {
                sum += Integer.BYTES + record.toWire(Section.ANSWER).length;
                if (sum > bytes) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ByteBuffer framed(byte[] body) {
        return ByteBuffer.allocate(ENTRY_HEAD_BYTES + body.length)
                .putInt(body.length)
                .putInt(checksum(body))
                .put(body)
                .flip();
    }

    private static byte[] encoded(Difference difference) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(out, List.of(difference.from(), difference.to()));
            write(out, difference.removed());
            write(out, difference.added());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, List<? extends Record> records)
            throws IOException {
        out.writeInt(records.size());
        for (var record : records) {
            var wire = record.toWire(Section.ANSWER);
            out.writeInt(wire.length);
            out.write(wire);
        }
    }

    private Difference decoded(byte[] body) throws ZoneFault {
        try {
            var bytes = ByteBuffer.wrap(body);
            var soas = records(bytes);
            return new Difference(
                    (SOARecord) soas.getFirst(),
                    (SOARecord) soas.getLast(),
                    records(bytes),
                    records(bytes));
        } catch (IOException | BufferUnderflowException unreadable) {
            // The checksum was right, so no crash did this.
            throw new ZoneFault(file + " has an entry that cannot be read: " + unreadable);
        }
    }

    private static List<Record> records(ByteBuffer bytes) throws IOException {
        var records = new ArrayList<Record>();
        for (int left = bytes.getInt(); left > 0; left--) {
            var wire = new byte[bytes.getInt()];
            bytes.get(wire);
            records.add(Record.fromWire(wire, Section.ANSWER));
        }
        return records;
    }
}
