package io.labnet.webcache.store;

import io.labnet.webcache.policy.Discretion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A small disk tier. */
final class TestDisk {
    static final long TOTAL_BYTES = 8 * 1024 * 1024;
    static final long SEGMENT_BYTES = 1024 * 1024;

    private TestDisk() {}

    static DiskLimits limits(Path folder) {
        return new DiskLimits(
                folder, TOTAL_BYTES, 4 * 1024 * 1024, SEGMENT_BYTES, 2 * 1024 * 1024, 1024 * 1024);
    }

    static DiskTier open(Path folder) throws IOException {
        return open(folder, new Purges());
    }

    static DiskTier open(Path folder, Purges purges) throws IOException {
        return new DiskTier(limits(folder), Discretion.STRICT, purges, new Deaf());
    }

    static final class Deaf implements DiskTier.Listener {
        @Override
        public void gone(String uri, Content content) {}

        @Override
        public void moved(String uri, Content from, Content to) {}
    }

    static void settle(DiskTier tier) {
        tier.settled().orTimeout(20, TimeUnit.SECONDS).join();
    }

    static Optional<StoredObject> find(DiskTier tier, String uri, String... fields) {
        return tier.find(Samples.request(uri, fields)) instanceof Found.OnDisk(var entry)
                ? tier.load(entry)
                : Optional.empty();
    }

    static long bytesIn(Path folder) {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
