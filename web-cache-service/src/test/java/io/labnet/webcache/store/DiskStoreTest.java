package io.labnet.webcache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.store.Purge.Depth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both tiers together. */
class DiskStoreTest {
    private static final int KB = 1024;
    private static final String URI = "http://a.edu/";

    @TempDir Path folder;
    private ObjectStore store;

    @BeforeEach
    void open() {
        var limits = new ObjectStore.Limits(1000 * KB, 300 * KB, 400 * KB);
        store =
                new ObjectStore(
                        limits,
                        Optional.of(TestDisk.limits(folder)),
                        Discretion.STRICT,
                        Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void restart() throws IOException {
        store.close();
        open();
    }

    @Test
    void after_a_restart_a_small_one_is_brought_to_memory_at_its_first_use() throws Exception {
        store.put(Samples.object(URI, Samples.lasting(), Samples.bytes(50 * KB, 1)));
        restart();
        assertThat(store.find(Samples.request(URI))).isInstanceOf(Found.OnDisk.class);
        assertThat(content()).isEqualTo(Samples.bytes(50 * KB, 1));
        assertThat(store.find(Samples.request(URI))).isInstanceOf(Found.Match.class);
        assertThat(store.list()).singleElement().matches(one -> one.inMemory() && one.onDisk());
    }

    @Test
    void a_large_one_goes_to_disk_while_it_arrives_and_can_be_read_meanwhile() throws Exception {
        var content = Samples.bytes(3000 * KB, 2);
        var filling = filling(Content.UNKNOWN);
        var follower = new Told(filling);
        var late = new Told(filling, Content.Span.ALL, false);
        for (int at = 0; at < content.length; at += 50 * KB) {
            filling.add(ByteBuffer.wrap(content, at, 50 * KB));
            var room = new CompletableFuture<Void>();
            if (!filling.wantsMore(() -> room.complete(null))) {
                room.get(20, TimeUnit.SECONDS);
            }
            follower.readOn(20 * KB);
            assertThat(filling.heldBytes()).isLessThan(1200 * KB);
        }
        filling.finish();
        assertThat(follower.readOn(20 * KB)).isInstanceOf(Piece.End.class);
        assertThat(follower.heard()).isEqualTo(content);
        follower.close();
        await().until(() -> late.readOn(90 * KB) instanceof Piece.End);
        assertThat(late.heard()).isEqualTo(content);
        late.close();
        assertThat(content()).isEqualTo(content);
        store.settled().get(20, TimeUnit.SECONDS);
        assertThat(store.list()).singleElement().matches(one -> !one.inMemory() && one.onDisk());
        assertThat(store.memory().storedBytes()).isLessThan(2 * KB);
        assertThat(content()).isEqualTo(content);
        restart();
        assertThat(content()).isEqualTo(content);
    }

    @Test
    void what_turns_out_too_large_for_the_disk_leaves_nothing_there() throws Exception {
        var filling = filling(Content.UNKNOWN);
        for (int i = 0; i < 90 && !filling.isAbandoned(); i++) {
            filling.add(ByteBuffer.allocate(50 * KB));
            var room = new CompletableFuture<Void>();
            if (!filling.wantsMore(() -> room.complete(null))) {
                room.get(20, TimeUnit.SECONDS);
            }
        }
        assertThat(filling.isAbandoned()).isTrue();
        store.settled().get(20, TimeUnit.SECONDS);
        assertThat(TestDisk.bytesIn(folder)).isZero();
        assertThat(store.count()).isZero();
    }

    @Test
    void what_breaks_off_leaves_nothing_on_disk() throws Exception {
        var filling = filling(2000 * KB);
        filling.add(ByteBuffer.allocate(200 * KB));
        store.settled().get(20, TimeUnit.SECONDS);
        assertThat(TestDisk.bytesIn(folder)).isPositive();
        filling.abandon();
        store.settled().get(20, TimeUnit.SECONDS);
        assertThat(TestDisk.bytesIn(folder)).isZero();
    }

    @Test
    void a_purge_means_both_tiers_and_what_arrives_and_lasts() throws Exception {
        store.put(Samples.object(URI + "small", Samples.lasting(), new byte[10]));
        store.settled().get(20, TimeUnit.SECONDS);
        var large = filling(2000 * KB);
        large.add(ByteBuffer.allocate(1900 * KB));
        assertThat(store.purge(new Purge.Prefix(URI), Depth.HARD)).isEqualTo(1);
        large.add(ByteBuffer.allocate(100 * KB));
        large.finish();
        store.settled().get(20, TimeUnit.SECONDS);
        assertThat(store.count()).isZero();
        restart();
        assertThat(store.count()).isZero();
    }

    @Test
    void a_variant_that_is_forgotten_takes_no_other_along_on_both_tiers_and_for_good()
            throws Exception {
        var one = Samples.object(URI, Map.of("x", "1"), Samples.lasting(), new byte[10]);
        var two = Samples.object(URI, Map.of("x", "2"), Samples.lasting(), new byte[20]);
        store.put(one);
        store.put(two);
        store.settled().get(20, TimeUnit.SECONDS);
        store.forget(one);
        assertThat(store.variants(URI))
                .singleElement()
                .matches(left -> left.key().equals(two.key()));
        // Another forgets it while it waits to be written.
        var three = Samples.object(URI, Map.of("x", "3"), Samples.lasting(), new byte[30]);
        store.put(three);
        store.forget(three);
        store.settled().get(20, TimeUnit.SECONDS);
        restart();
        assertThat(store.variants(URI))
                .singleElement()
                .matches(left -> left.key().equals(two.key()));
    }

    @Test
    void what_is_not_worth_writing_is_in_memory_only() throws Exception {
        store.put(Samples.object(URI, Samples.head("Cache-Control", "max-age=3"), new byte[10]));
        store.settled().get(20, TimeUnit.SECONDS);
        assertThat(store.list()).singleElement().matches(one -> one.inMemory() && !one.onDisk());
    }

    @Test
    void what_is_newer_and_in_memory_only_leaves_nothing_older_on_disk() throws Exception {
        store.put(Samples.object(URI, Samples.lasting(), new byte[] {1}));
        store.put(Samples.object(URI, Samples.head("Cache-Control", "max-age=3"), new byte[] {2}));
        store.settled().get(20, TimeUnit.SECONDS);
        assertThat(store.list()).singleElement().matches(one -> !one.onDisk());
        restart();
        assertThat(store.count()).isZero();
    }

    @Test
    void many_who_want_the_same_from_disk_cost_one_reading() throws Exception {
        store.put(Samples.object(URI, Samples.lasting(), new byte[100]));
        restart();
        var found = (Found.OnDisk) store.find(Samples.request(URI));
        var told = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            store.load(found, object -> told.addAndGet(object.isPresent() ? 1 : 1000));
        }
        await().untilAtomic(told, is(100));
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void without_its_folder_it_stores_in_memory() throws IOException {
        var limits = new ObjectStore.Limits(1000 * KB, 300 * KB, 400 * KB);
        var disk = Optional.of(TestDisk.limits(folder));
        try (var second = new ObjectStore(limits, disk, Discretion.STRICT, Clock.systemUTC())) {
            second.put(Samples.object(URI, Samples.lasting(), new byte[10]));
            assertThat(second.find(Samples.request(URI))).isInstanceOf(Found.Match.class);
            assertThat(second.disk()).isEmpty();
        }
    }

    private Filling filling(long announcedBytes) {
        var head = Samples.arriving(URI, Samples.lasting());
        return store.open(head, announcedBytes, store.begin()).orElseThrow();
    }

    private byte[] content() throws Exception {
        return switch (store.find(Samples.request(URI))) {
            case Found.Match(var object) -> TierContract.read(object);
            case Found.OnDisk onDisk -> {
                var loaded = new CompletableFuture<Optional<StoredObject>>();
                store.load(onDisk, loaded::complete);
                yield TierContract.read(loaded.get(20, TimeUnit.SECONDS).orElseThrow());
            }
            case Found.OtherVariants _, Found.Nothing _ -> throw new AssertionError("not found");
        };
    }
}
