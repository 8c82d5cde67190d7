package io.labnet.webcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Segments that were cut off or changed anywhere: what is found is what was stored, byte by byte,
 * or it is not found.
 */
class DiskDamageTest {
    private static final String URI = "http://a.edu/";

    // Small enough to meet every field of a record, and each at another byte in the next record.
    private static final int STEP = 3;

    private static final Map<String, byte[]> STORED = new TreeMap<>();

    @TempDir static Path original;
    @TempDir Path folder;

    private static byte[] segment;
    private static final List<Long> ENDS = new ArrayList<>();

    @BeforeAll
    static void store() throws IOException {
        var tier = TestDisk.open(original);
        for (int i = 0; i < 4; i++) {
            var content = Samples.bytes(i * 70, i);
            STORED.put(URI + i, content);
            tier.put(Samples.object(URI + i, Samples.lasting(), content), 0);
            TestDisk.settle(tier);
            ENDS.add(tier.storedBytes());
        }
        tier.close();
        segment = Files.readAllBytes(only(original));
    }

    private static Path only(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Segment::isOne).findFirst().orElseThrow();
        }
    }

    @Test
    void wherever_it_is_cut_off_what_is_whole_before_is_there_and_nothing_else()
            throws IOException {
        for (int length = 0; length < segment.length; length += STEP) {
            var end = length;
            var whole = (int) ENDS.stream().filter(at -> at <= end).count();
            assertThat(survivors(Arrays.copyOf(segment, length)))
                    .as("cut at " + length)
                    .isEqualTo(whole);
        }
        for (var end : ENDS) {
            var before = ENDS.indexOf(end);
            assertThat(survivors(Arrays.copyOf(segment, end.intValue() - 1))).isEqualTo(before);
            assertThat(survivors(Arrays.copyOf(segment, end.intValue()))).isEqualTo(before + 1);
        }
    }

    @Test
    void whichever_byte_is_changed_no_wrong_one_is_found() throws IOException {
        for (int at = 0; at < segment.length; at += STEP) {
            var damaged = segment.clone();
            damaged[at] ^= 0x21;
            var hit = record(at);
            assertThat(survivors(damaged)).as("changed at " + at).isBetween(hit, 3);
        }
    }

    // Which of the four a byte belongs to: those before it are not harmed.
    private static int record(int at) {
        return (int) ENDS.stream().filter(end -> end <= at).count();
    }

    @Test
    void what_was_replaced_by_zeros_or_ones_is_not_found() throws IOException {
        for (int at = 0; at < segment.length; at += 7 * STEP) {
            for (var value : new byte[] {0, -1}) {
                var damaged = segment.clone();
                Arrays.fill(damaged, at, Math.min(at + 64, damaged.length), value);
                assertThat(survivors(damaged)).isLessThan(STORED.size());
            }
        }
    }

    @Test
    void what_follows_by_chance_is_not_taken_for_a_record() throws IOException {
        var longer = Arrays.copyOf(segment, segment.length + 5000);
        System.arraycopy(Samples.bytes(5000, 9), 0, longer, segment.length, 5000);
        assertThat(survivors(longer)).isEqualTo(STORED.size());
    }

    @Test
    void a_record_within_the_content_of_another_is_not_found() throws IOException {
        var tier = TestDisk.open(folder);
        tier.put(Samples.object("http://b.edu/", Samples.lasting(), segment), 0);
        TestDisk.settle(tier);
        tier.close();
        var file = only(folder);
        var bytes = Files.readAllBytes(file);
        bytes[10] ^= 1;
        Files.write(file, bytes);
        tier = TestDisk.open(folder);
        assertThat(tier.count()).isZero();
        tier.close();
    }

    @Test
    void what_was_still_arriving_is_not_found() throws IOException {
        var tier = TestDisk.open(folder);
        var heard = new ArrayList<Long>();
        var object = Samples.object("http://b.edu/", Samples.lasting(), new byte[0]);
        var spill = tier.spill(object, 0, new Hearing(heard));
        spill.write(ByteBuffer.wrap(Samples.bytes(3000, 1)));
        TestDisk.settle(tier);
        assertThat(heard).containsExactly(3000L);
        assertThat(TestDisk.bytesIn(folder)).isGreaterThan(3000);
        tier.close();
        tier = TestDisk.open(folder);
        assertThat(tier.count()).isZero();
        assertThat(TestDisk.bytesIn(folder)).isZero();
        tier.close();
    }

    private record Hearing(List<Long> heard) implements Spill.Progress {
        @Override
        public void written(long lengthBytes) {
            heard.add(lengthBytes);
        }

        @Override
        public void failed() {
            heard.add(-1L);
        }
    }

    /** How many of the stored are found in such a segment, all of them as they were. */
    private int survivors(byte[] damaged) throws IOException {
        try (var old = Files.list(folder)) {
            for (var file : old.filter(Segment::isOne).toList()) {
                Files.delete(file);
            }
        }
        Files.write(folder.resolve(only(original).getFileName()), damaged);
        var tier = TestDisk.open(folder);
        var found = 0;
        for (var stored : STORED.entrySet()) {
            var object = TestDisk.find(tier, stored.getKey());
            if (object.isPresent()) {
                found++;
                assertThat(object.get().head()).isEqualTo(Samples.lasting());
                assertThat(TierContract.read(object.get())).isEqualTo(stored.getValue());
            }
        }
        assertThat(tier.count()).isLessThanOrEqualTo(found);
        tier.close();
        return found;
    }
}
