package io.labnet.webcache.store;

import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.VaryKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * How one response stands in a segment: a fixed part, its head, its content.
 *
 * <pre>
 *    0  magic, which also names the version of this form
 *    4  mark: alive, stale or dead; changed in place, so not in the checksum
 *    8  serial: of two records of the same response the greater counts
 *   16  length of the content
 *   24  length of the head
 *   28  CRC32C of the content
 *   32  CRC32C of all of this but the mark, and of the head
 *   36  head, content
 * </pre>
 *
 * @param headBytes its length
 */
record SegmentRecord(Mark mark, long serial, long contentBytes, int headBytes, int contentCrc) {
    static final int FIXED_BYTES = 36;
    static final int MARK_OFFSET = 4;
    static final int HEAD_BYTES_MAX = 1024 * 1024;

    private static final int MAGIC = 0x4c574331;

    /** What has become of a record since it was written. */
    enum Mark {
        ALIVE(0x416c6976),
        STALE(0x5374616c),
        DEAD(0x44656164);

        private final int code;

        Mark(int code) {
            this.code = code;
        }

        // Whatever is none of them was damaged, and is better not used.
        private static Mark of(int code) {
            for (var mark : values()) {
                if (mark.code == code) {
                    return mark;
                }
            }
            return DEAD;
        }

        ByteBuffer bytes() {
            return ByteBuffer.allocate(Integer.BYTES).putInt(code).flip();
        }
    }

    long lengthBytes() {
        return FIXED_BYTES + headBytes + contentBytes;
    }

    /** The fixed part, for the head that it belongs to. */
    ByteBuffer fixed(byte[] head) {
        var fixed = ByteBuffer.allocate(FIXED_BYTES);
        fixed.putInt(MAGIC).putInt(mark.code).putLong(serial).putLong(contentBytes);
        fixed.putInt(headBytes).putInt(contentCrc);
        return fixed.putInt(crc(fixed, head)).flip();
    }

    /** Reads the fixed part; empty when it is none, or cannot be true. */
    static Optional<SegmentRecord> read(ByteBuffer fixed) {
        if (fixed.remaining() < FIXED_BYTES || fixed.getInt(0) != MAGIC) {
            return Optional.empty();
        }
        var record =
                new SegmentRecord(
                        Mark.of(fixed.getInt(MARK_OFFSET)),
                        fixed.getLong(8),
                        fixed.getLong(16),
                        fixed.getInt(24),
                        fixed.getInt(28));
        var possible =
                record.contentBytes >= 0
                        && record.headBytes >= 0
                        && record.headBytes <= HEAD_BYTES_MAX;
        return possible ? Optional.of(record) : Optional.empty();
    }

    /** Whether the fixed part and this head are as they were written. */
    boolean vouchesFor(ByteBuffer fixed, byte[] head) {
        return fixed.getInt(32) == crc(fixed, head);
    }

    private static int crc(ByteBuffer fixed, byte[] head) {
        var crc = new CRC32C();
        crc.update(fixed.array(), fixed.arrayOffset(), MARK_OFFSET);
        crc.update(fixed.array(), fixed.arrayOffset() + 8, 24);
        crc.update(head);
        return (int) crc.getValue();
    }

    /** What a head says, as bytes. */
    static byte[] encode(Filling.Head head) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var out = new DataOutputStream(bytes)) {
            var response = head.received().response();
            write(out, head.uri());
            out.writeInt(head.key().selecting().size());
            for (var field : head.key().selecting().entrySet()) {
                write(out, field.getKey());
                write(out, field.getValue());
            }
            write(out, head.received().requested());
            write(out, head.received().received());
            out.writeInt(response.status());
            write(out, response.reason());
            out.writeInt(response.fields().lines().size());
            for (var line : response.fields().lines()) {
                write(out, line.name());
                write(out, line.value());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #encode} has written, and a checksum has vouched for. */
    static Filling.Head decode(byte[] bytes, Discretion discretion) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            var uri = string(in);
            var selecting = new TreeMap<String, String>();
            for (int i = in.readInt(); i > 0; i--) {
                selecting.put(string(in), string(in));
            }
            var requested = instant(in);
            var received = instant(in);
            var status = in.readInt();
            var reason = string(in);
            var lines = new ArrayList<Field>();
            for (int i = in.readInt(); i > 0; i--) {
                lines.add(new Field(string(in), string(in)));
            }
            var response = new Response(status, reason, new Fields(lines));
            var head = new Received(response, requested, received, discretion);
            return new Filling.Head(uri, new VaryKey(selecting), head);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void write(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static String string(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
