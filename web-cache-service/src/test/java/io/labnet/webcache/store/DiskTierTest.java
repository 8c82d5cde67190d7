package io.labnet.webcache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.webcache.store.Purge.Depth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTierTest implements TierContract {
    private static final int KB = 1024;

    private final Purges purges = new Purges();
    @TempDir Path folder;
    private DiskTier tier;

    @BeforeEach
    void open() throws IOException {
        tier = TestDisk.open(folder, purges);
    }

    @AfterEach
    void close() throws IOException {
        tier.close();
    }

    private void restart() throws IOException {
        tier.close();
        tier = TestDisk.open(folder, purges);
    }

    @Override
    public Tier tier() {
        return tier;
    }

    @Override
    public void settle() {
        TestDisk.settle(tier);
    }

    @Override
    public Optional<StoredObject> find(String uri, String... fields) {
        return TestDisk.find(tier, uri, fields);
    }

    @Test
    void what_was_stored_is_there_after_a_restart_and_what_was_purged_is_not() throws IOException {
        for (int i = 0; i < 10; i++) {
            store("http://a.edu/" + i, 10 * KB, i);
        }
        tier.purge(new Purge.Url("http://a.edu/3"), Depth.HARD, Samples.THEN);
        tier.purge(new Purge.Url("http://a.edu/4"), Depth.SOFT, Samples.THEN);
        store("http://a.edu/5", 10 * KB, 55);
        settle();
        for (int restart = 0; restart < 2; restart++) {
            restart();
            assertThat(tier.count()).isEqualTo(9);
            assertThat(find("http://a.edu/3")).isEmpty();
            assertThat(find("http://a.edu/4").orElseThrow().isEnded()).isTrue();
            assertThat(content("http://a.edu/5")).isEqualTo(Samples.bytes(10 * KB, 55));
            assertThat(content("http://a.edu/9")).isEqualTo(Samples.bytes(10 * KB, 9));
            assertThat(find("http://a.edu/9").orElseThrow().isEnded()).isFalse();
        }
    }

    @Test
    void a_variant_is_there_after_a_restart_under_its_key() throws IOException {
        var english = Map.of("accept-language", "en");
        tier.put(Samples.object("http://a.edu/", english, Samples.lasting(), new byte[] {1}), 0);
        restart();
        assertThat(find("http://a.edu/", "Accept-Language", "en")).isPresent();
        assertThat(find("http://a.edu/", "Accept-Language", "de")).isEmpty();
    }

    @Test
    void what_a_304_has_freshened_must_be_validated_after_a_restart() throws IOException {
        store("http://a.edu/", 1, 1);
        var old = find("http://a.edu/").orElseThrow();
        tier.replace(old, old.freshened(Samples.head("Cache-Control", "max-age=0")));
        restart();
        assertThat(find("http://a.edu/").orElseThrow().isEnded()).isTrue();
    }

    @Test
    void it_takes_no_more_than_it_may_and_the_oldest_go_first() {
        for (int i = 0; i < 300; i++) {
            store("http://a.edu/" + i, 50 * KB, i);
        }
        assertThat(TestDisk.bytesIn(folder)).isBetween(6_000_000L, TestDisk.TOTAL_BYTES);
        assertThat(tier.storedBytes()).isEqualTo(TestDisk.bytesIn(folder));
        assertThat(find("http://a.edu/0")).isEmpty();
        assertThat(content("http://a.edu/299")).isEqualTo(Samples.bytes(50 * KB, 299));
        assertThat(tier.counts().evicted.sum()).isEqualTo(300L - tier.count());
    }

    @Test
    void of_the_oldest_what_was_used_is_spared() throws IOException {
        for (int i = 0; i < 300; i++) {
            store("http://a.edu/" + i, 50 * KB, i);
            find("http://a.edu/0").ifPresent(object -> object.hits().incrementAndGet());
        }
        assertThat(content("http://a.edu/0")).isEqualTo(Samples.bytes(50 * KB, 0));
        assertThat(tier.counts().moved.sum()).isPositive();
        restart();
        assertThat(content("http://a.edu/0")).isEqualTo(Samples.bytes(50 * KB, 0));
    }

    @Test
    void what_is_purged_gives_its_space_back_once_a_segment_has_nothing_else() {
        for (int i = 0; i < 100; i++) {
            store("http://a.edu/" + i, 50 * KB, i);
        }
        tier.purge(new Purge.Everything(), Depth.HARD, Samples.THEN);
        settle();
        assertThat(TestDisk.bytesIn(folder)).isLessThanOrEqualTo(TestDisk.SEGMENT_BYTES);
    }

    @Test
    void a_purge_that_comes_while_a_response_waits_to_be_written_is_heard() throws IOException {
        var gate = stopWriting();
        store("http://a.edu/", 10, 1, false);
        purges.add(new Purge.Url("http://a.edu/"), Depth.HARD);
        tier.purge(new Purge.Url("http://a.edu/"), Depth.HARD, Samples.THEN);
        gate.countDown();
        settle();
        assertThat(find("http://a.edu/")).isEmpty();
        restart();
        assertThat(find("http://a.edu/")).isEmpty();
    }

    @Test
    void when_too_much_waits_to_be_written_more_is_not_stored_but_counted() {
        var gate = stopWriting();
        for (int i = 0; i < 50; i++) {
            store("http://a.edu/" + i, 100 * KB, i, false);
        }
        gate.countDown();
        settle();
        assertThat(tier.counts().skipped.sum()).isBetween(10L, 40L);
        assertThat(tier.count()).isEqualTo(50 - (int) tier.counts().skipped.sum());
        store("http://a.edu/later", 100 * KB, 1);
        assertThat(find("http://a.edu/later")).isPresent();
    }

    @Test
    void a_reader_goes_on_after_its_segment_was_dropped() {
        store("http://a.edu/", 50 * KB, 1);
        var entry = ((Found.OnDisk) tier.find(Samples.request("http://a.edu/"))).entry();
        var reader = new Told(entry.content());
        for (int i = 0; i < 300; i++) {
            store("http://a.edu/" + i, 50 * KB, i);
        }
        assertThat(find("http://a.edu/")).isEmpty();
        assertThat(reader.readOn(1000)).isInstanceOf(Piece.End.class);
        assertThat(reader.heard()).isEqualTo(Samples.bytes(50 * KB, 1));
        reader.close();
        assertThat(entry.content().open(Content.Span.ALL, true, () -> {})).isEmpty();
    }

    @Test
    void a_folder_belongs_to_one_cache_at_a_time() {
        assertThatThrownBy(() -> TestDisk.open(folder)).hasMessageContaining("in use");
    }

    @Test
    void files_of_others_are_left_alone() throws IOException {
        var other = Files.writeString(folder.resolve("notes.segment"), "mine");
        restart();
        assertThat(other).hasContent("mine");
    }

    /** Nothing is written until the gate opens. */
    private CountDownLatch stopWriting() {
        var gate = new CountDownLatch(1);
        tier.queue()
                .run(() -> {
                    try {
                        assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
        return gate;
    }

    private void store(String uri, int length, long seed) {
        store(uri, length, seed, true);
    }

    private void store(String uri, int length, long seed, boolean settled) {
        var content = Samples.bytes(length, seed);
        tier.put(Samples.object(uri, Samples.lasting(), content), purges.latest());
        if (settled) {
            settle();
        }
    }

    private byte[] content(String uri) {
        return TierContract.read(find(uri).orElseThrow());
    }
}
