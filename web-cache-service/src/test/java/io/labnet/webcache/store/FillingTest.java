package io.labnet.webcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Content that arrives, in a store without a disk, and those who read it meanwhile. */
class FillingTest {
    private static final String URI = "http://a.edu/";
    private static final int KB = 1024;

    private final ObjectStore store =
            new ObjectStore(
                    new ObjectStore.Limits(1000 * KB, 300 * KB, 400 * KB), Clock.systemUTC());

    @Test
    void followers_read_while_it_arrives_and_find_it_stored_at_its_end() {
        var content = Samples.bytes(200 * KB, 1);
        var filling = open(Content.UNKNOWN);
        var early = new Told(filling);
        add(filling, content, 0, 70 * KB);
        var late = new Told(filling.object().content());
        assertThat(late.readOn(1000)).isInstanceOf(Piece.Later.class);
        assertThat(late.heard()).isEqualTo(Arrays.copyOf(content, 70 * KB));
        add(filling, content, 70 * KB, 200 * KB);
        assertThat(late.calls).hasValue(1);
        filling.finish();
        assertThat(late.readOn(5000)).isInstanceOf(Piece.End.class);
        assertThat(early.readOn(5000)).isInstanceOf(Piece.End.class);
        assertThat(early.heard()).isEqualTo(content).isEqualTo(late.heard());
        assertThat(stored()).isEqualTo(content);
    }

    @Test
    void a_part_is_waited_for_and_ends_where_it_should() {
        var content = Samples.bytes(100 * KB, 2);
        var filling = open(content.length);
        var part = new Told(filling, new Content.Span(66 * KB, 66 * KB + 10), true);
        add(filling, content, 0, 66 * KB + 5);
        assertThat(part.readOn(100)).isInstanceOf(Piece.Later.class);
        add(filling, content, 66 * KB + 5, 100 * KB);
        assertThat(part.readOn(100)).isInstanceOf(Piece.End.class);
        assertThat(part.heard()).isEqualTo(Arrays.copyOfRange(content, 66 * KB, 66 * KB + 10));
    }

    @Test
    void what_breaks_off_is_not_stored_and_its_readers_hear_it() {
        var filling = open(100);
        var follower = new Told(filling);
        add(filling, new byte[50], 0, 50);
        follower.readOn(100);
        filling.abandon();
        filling.abandon();
        assertThat(follower.calls).hasValue(1);
        assertThat(follower.readOn(100)).isInstanceOf(Piece.Broken.class);
        assertThat(filling.open(Content.Span.ALL, true, () -> {})).isEmpty();
        assertThat(store.count()).isZero();
    }

    @Test
    void what_is_announced_as_too_large_is_not_begun() {
        assertThat(store.open(Samples.arriving(URI, Samples.lasting()), 300 * KB + 1, 0)).isEmpty();
    }

    @Test
    void what_turns_out_too_large_is_given_up_when_nobody_reads_it() {
        var filling = open(Content.UNKNOWN);
        add(filling, new byte[301 * KB], 0, 300 * KB);
        assertThat(filling.isKept()).isTrue();
        add(filling, new byte[1], 0, 1);
        assertThat(filling.isAbandoned()).isTrue();
        filling.finish();
        assertThat(store.count()).isZero();
    }

    @Test
    void what_turns_out_too_large_waits_for_the_slowest_of_its_readers() {
        var content = Samples.bytes(1000 * KB, 3);
        var filling = open(Content.UNKNOWN);
        var follower = new Told(filling);
        var room = new AtomicInteger();
        for (int at = 0; at < content.length; at += 10 * KB) {
            add(filling, content, at, at + 10 * KB);
            if (!filling.wantsMore(room::incrementAndGet)) {
                assertThat(filling.isKept()).isFalse();
                assertThat(room).hasValue(0);
                assertThat(follower.readOn(KB)).isInstanceOf(Piece.Later.class);
                assertThat(room.getAndSet(0)).isEqualTo(1);
                assertThat(filling.heldBytes()).isLessThan(70 * KB);
            }
        }
        filling.finish();
        assertThat(follower.readOn(KB)).isInstanceOf(Piece.End.class);
        assertThat(follower.heard()).isEqualTo(content);
        assertThat(store.count()).isZero();
    }

    @Test
    void when_its_last_reader_leaves_it_is_given_up_and_the_writer_told() {
        var filling = open(Content.UNKNOWN);
        var follower = new Told(filling);
        add(filling, new byte[400 * KB], 0, 400 * KB);
        var room = new AtomicInteger();
        assertThat(filling.wantsMore(room::incrementAndGet)).isFalse();
        follower.close();
        assertThat(room).hasValue(1);
        assertThat(filling.isAbandoned()).isTrue();
    }

    @Test
    void the_space_of_all_together_is_bounded_and_given_back() {
        var first = open(300 * KB);
        add(first, new byte[300 * KB], 0, 300 * KB);
        var second = open(300 * KB);
        add(second, new byte[300 * KB], 0, 300 * KB);
        assertThat(second.isAbandoned()).isTrue();
        first.finish();
        var third = open(300 * KB);
        add(third, new byte[300 * KB], 0, 300 * KB);
        third.finish();
        assertThat(stored()).hasSize(300 * KB);
    }

    @Test
    void what_was_purged_while_it_arrived_is_not_stored_and_cannot_be_joined() {
        var filling = open(10);
        var follower = new Told(filling);
        store.purge(new Purge.Prefix("http://a"), Purge.Depth.HARD);
        assertThat(filling.open(Content.Span.ALL, true, () -> {})).isEmpty();
        add(filling, new byte[10], 0, 10);
        filling.finish();
        assertThat(store.count()).isZero();
        assertThat(follower.readOn(100)).isInstanceOf(Piece.End.class);
        assertThat(follower.heard()).hasSize(10);
    }

    private Filling open(long announcedBytes) {
        var head = Samples.arriving(URI, Samples.lasting());
        return store.open(head, announcedBytes, store.begin()).orElseThrow();
    }

    private static void add(Filling filling, byte[] content, int from, int to) {
        filling.add(ByteBuffer.wrap(content, from, to - from));
    }

    private byte[] stored() {
        var match = (Found.Match) store.find(Samples.request(URI));
        var reader = new Told(match.object().content());
        assertThat(reader.readOn(10_000)).isInstanceOf(Piece.End.class);
        return reader.heard();
    }
}
