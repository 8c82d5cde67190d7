package io.labnet.webcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.store.Purge.Depth;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes: what it has said is stored is there, and is right. */
class KilledTest {
    private static final String URI = "http://a.edu/";
    private static final int ENOUGH = 100;

    @TempDir Path folder;

    /** Stores and purges until it is killed, and says how far it is. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            var tier = open(Path.of(args[0]));
            for (int i = 0; ; i++) {
                tier.put(Samples.object(URI + i, Samples.lasting(), content(i)), 0);
                if (i % 3 == 2) {
                    TestDisk.settle(tier);
                    tier.purge(new Purge.Url(URI + (i - 1)), Depth.HARD, Samples.THEN);
                    TestDisk.settle(tier);
                    System.out.println(i);
                }
            }
        }
    }

    // With room for all that it can write until it is killed.
    private static DiskTier open(Path folder) throws IOException {
        var mb = 1024L * 1024;
        var limits = new DiskLimits(folder, 1024 * mb, 4 * mb, mb, 2 * mb, 64 * mb);
        return new DiskTier(limits, Discretion.STRICT, new Purges(), new TestDisk.Deaf());
    }

    private static byte[] content(int number) {
        return Samples.bytes(20_000 + number % 1000, number);
    }

    @Test
    @Timeout(60)
    void what_was_stored_is_there_and_what_was_purged_is_not() throws Exception {
        var last = killedAfter(ENOUGH);
        var tier = open(folder);
        for (int i = 0; i <= last; i++) {
            var found = TestDisk.find(tier, URI + i);
            assertThat(found.isPresent()).as("object " + i).isEqualTo(i % 3 != 1);
            if (found.isPresent()) {
                assertThat(TierContract.read(found.get())).isEqualTo(content(i));
            }
        }
        // What it was writing just then is there as it should be, or not at all.
        for (int i = last + 1; i < last + 1000; i++) {
            var expected = content(i);
            TestDisk.find(tier, URI + i)
                    .ifPresent(one -> assertThat(TierContract.read(one)).isEqualTo(expected));
        }
        tier.close();
    }

    /** Lets it go on until it has stored so many; tells how many it is sure of. */
    private int killedAfter(int count) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var said = process.inputReader()) {
            return lastOf(said, count);
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int lastOf(BufferedReader said, int count) throws IOException {
        var last = -1;
        while (last < count) {
            var line = said.readLine();
            assertThat(line).as("the writer has ended by itself").isNotNull();
            last = Integer.parseInt(line);
        }
        return last;
    }
}
