package io.labnet.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.SwarmCounts;
import io.labnet.tracker.swarm.Admission.Admitted;
import io.labnet.tracker.swarm.Admission.Full;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

/** What every store of swarms must do. */
abstract class SwarmStoreContract {
    static final Duration LIFETIME = Duration.ofMinutes(2);
    static final SwarmLimits ROOMY = new SwarmLimits(LIFETIME, 1000, 10_000, 5000);

    private static final InfoHash ONE = InfoHash.parse("01".repeat(20));
    private static final InfoHash OTHER = InfoHash.parse("02".repeat(20));
    private static final int ALL = 100;

    final MutableClock clock = MutableClock.epochUTC();

    abstract SwarmStore open(SwarmLimits limits);

    @Test
    void the_first_peer_is_alone_and_the_second_is_told_of_it() {
        var store = open(ROOMY);
        var first = leecher(1);
        var second = leecher(2);

        assertThat(announce(store, ONE, first).neighbours()).isEmpty();
        assertThat(announce(store, ONE, second).neighbours()).containsExactly(first);
        assertThat(announce(store, ONE, first).neighbours()).containsExactly(second);
    }

    @Test
    void swarms_do_not_mix() {
        var store = open(ROOMY);
        announce(store, ONE, leecher(1));

        assertThat(announce(store, OTHER, leecher(2)).neighbours()).isEmpty();
        assertThat(store.counts(ONE)).isEqualTo(new SwarmCounts(0, 1, 0));
        assertThat(store.swarms())
                .containsExactly(
                        new SwarmSummary(ONE, new SwarmCounts(0, 1, 0)),
                        new SwarmSummary(OTHER, new SwarmCounts(0, 1, 0)));
    }

    @Test
    void a_peer_that_comes_again_is_the_same_peer_with_newer_numbers() {
        var store = open(ROOMY);
        announce(store, ONE, peer(1, 100));
        announce(store, ONE, peer(1, 40));

        assertThat(store.peers(ONE)).containsExactly(peer(1, 40));
        assertThat(store.totals()).isEqualTo(new SwarmTotals(1, 1, 0));
    }

    @Test
    void a_seed_is_told_of_leechers_only_and_a_leecher_of_both() {
        var store = open(ROOMY);
        announce(store, ONE, seed(1));
        announce(store, ONE, leecher(2));

        assertThat(announce(store, ONE, seed(3)).neighbours()).containsExactly(leecher(2));
        assertThat(announce(store, ONE, leecher(4)).neighbours())
                .containsExactlyInAnyOrder(seed(1), leecher(2), seed(3));
    }

    @Test
    void a_leecher_that_has_it_all_becomes_a_seed() {
        var store = open(ROOMY);
        announce(store, ONE, leecher(1));
        announce(store, ONE, leecher(2));
        announce(store, ONE, seed(1), AnnounceEvent.COMPLETED);

        assertThat(store.counts(ONE)).isEqualTo(new SwarmCounts(1, 1, 1));
        assertThat(store.totals()).isEqualTo(new SwarmTotals(1, 2, 1));
        assertThat(announce(store, ONE, leecher(2)).neighbours()).containsExactly(seed(1));
    }

    @Test
    void a_download_is_complete_once_however_often_its_peer_says_so() {
        var store = open(ROOMY);
        announce(store, ONE, leecher(1));
        announce(store, ONE, seed(1), AnnounceEvent.COMPLETED);
        announce(store, ONE, seed(1), AnnounceEvent.COMPLETED);
        announce(store, ONE, seed(1));

        assertThat(store.counts(ONE).completed()).isEqualTo(1);
    }

    @Test
    void a_peer_that_stops_is_gone_and_told_of_nobody() {
        var store = open(ROOMY);
        announce(store, ONE, seed(1));
        announce(store, ONE, leecher(2));

        assertThat(announce(store, ONE, leecher(2), AnnounceEvent.STOPPED).neighbours()).isEmpty();
        assertThat(store.counts(ONE)).isEqualTo(new SwarmCounts(1, 0, 0));
        assertThat(store.peers(ONE)).containsExactly(seed(1));
        announce(store, ONE, seed(1), AnnounceEvent.STOPPED);
        assertThat(store.totals()).isEqualTo(new SwarmTotals(1, 0, 0));
    }

    @Test
    void a_stranger_that_stops_leaves_no_trace() {
        var store = open(ROOMY);

        announce(store, ONE, leecher(1), AnnounceEvent.STOPPED);

        assertThat(store.totals()).isEqualTo(new SwarmTotals(0, 0, 0));
    }

    @Test
    void nobody_can_stop_a_peer_at_another_address() {
        var store = open(ROOMY);
        var victim = leecher(1);
        announce(store, ONE, victim);

        var impostor = new SwarmPeer(victim.id(), address(2), 0, 0, 1, clock.instant());
        announce(store, ONE, impostor, AnnounceEvent.STOPPED);

        assertThat(store.peers(ONE)).containsExactly(victim);
    }

    @Test
    void a_host_with_two_addresses_is_not_told_of_itself() {
        var store = open(ROOMY);
        var peer = leecher(1);
        announce(store, ONE, peer);

        var same = new SwarmPeer(peer.id(), address(2), 0, 0, 1, clock.instant());

        assertThat(announce(store, ONE, same).neighbours()).isEmpty();
    }

    @Test
    void a_silent_peer_is_forgotten_after_its_lifetime() {
        var store = open(ROOMY);
        announce(store, ONE, seed(1));
        clock.add(LIFETIME.minusSeconds(1));
        announce(store, ONE, leecher(2));
        assertThat(store.counts(ONE)).isEqualTo(new SwarmCounts(1, 1, 0));

        clock.add(Duration.ofSeconds(2));

        assertThat(announce(store, ONE, leecher(3)).neighbours())
                .extracting(SwarmPeer::address)
                .containsExactly(address(2));
        assertThat(store.counts(ONE)).isEqualTo(new SwarmCounts(0, 2, 0));
        assertThat(store.totals()).isEqualTo(new SwarmTotals(1, 2, 0));
    }

    @Test
    void a_peer_that_keeps_announcing_is_kept() {
        var store = open(ROOMY);
        for (int round = 0; round < 10; round++) {
            announce(store, ONE, seed(1));
            clock.add(LIFETIME.minusSeconds(1));
            store.expire();
        }

        assertThat(store.counts(ONE)).isEqualTo(new SwarmCounts(1, 0, 0));
    }

    @Test
    void a_swarm_is_forgotten_when_nobody_has_been_there_for_a_lifetime() {
        var store = open(ROOMY);
        announce(store, ONE, seed(1), AnnounceEvent.COMPLETED);
        announce(store, ONE, seed(1), AnnounceEvent.STOPPED);
        clock.add(LIFETIME);
        store.expire();
        assertThat(store.counts(ONE)).isEqualTo(new SwarmCounts(0, 0, 1));

        clock.add(Duration.ofSeconds(1));
        store.expire();

        assertThat(store.totals()).isEqualTo(new SwarmTotals(0, 0, 0));
        assertThat(store.counts(ONE)).isEqualTo(SwarmCounts.NONE);
    }

    @Test
    void no_more_peers_are_named_than_are_wanted_and_none_twice() {
        var store = open(ROOMY);
        IntStream.range(0, 500)
                .forEach(n -> announce(store, ONE, n % 2 == 0 ? seed(n) : leecher(n)));

        for (int wanted : new int[] {0, 1, 7, 50, 499, 600}) {
            var named = announce(store, ONE, leecher(1), AnnounceEvent.NONE, wanted).neighbours();
            assertThat(named).hasSize(Math.min(wanted, 499)).doesNotHaveDuplicates();
            assertThat(named).doesNotContain(leecher(1));
        }
    }

    @Test
    void every_peer_is_named_about_as_often_as_every_other() {
        var store = open(ROOMY);
        IntStream.range(0, 20).forEach(n -> announce(store, ONE, n < 10 ? seed(n) : leecher(n)));
        var named = new HashMap<InetSocketAddress, Integer>();
        for (int round = 0; round < 4000; round++) {
            announce(store, ONE, leecher(99), AnnounceEvent.NONE, 5)
                    .neighbours()
                    .forEach(peer -> named.merge(peer.address(), 1, Integer::sum));
        }

        // 4000 times 5 of 20: 1000 each.
        assertThat(named).hasSize(20);
        assertThat(named.values()).allSatisfy(times -> assertThat(times).isBetween(800, 1200));
    }

    @Test
    void there_is_room_for_so_many_swarms() {
        var store = open(new SwarmLimits(LIFETIME, 1, 10, 10));
        announce(store, ONE, leecher(1));

        assertThat(store.announce(OTHER, leecher(2), AnnounceEvent.STARTED, ALL))
                .isInstanceOf(Full.class);
        assertThat(store.totals()).isEqualTo(new SwarmTotals(1, 1, 0));
        announce(store, ONE, leecher(2));
    }

    @Test
    void there_is_room_for_so_many_peers_of_which_a_known_one_is_never_turned_away() {
        var store = open(new SwarmLimits(LIFETIME, 10, 3, 2));
        announce(store, ONE, leecher(1));
        announce(store, ONE, leecher(2));

        assertThat(store.announce(ONE, leecher(3), AnnounceEvent.STARTED, ALL))
                .isEqualTo(new Full("this torrent has no room for more peers"));
        announce(store, ONE, seed(2));
        announce(store, OTHER, leecher(3));
        assertThat(store.announce(OTHER, leecher(4), AnnounceEvent.STARTED, ALL))
                .isEqualTo(new Full("this tracker has no room for more peers"));
        announce(store, ONE, leecher(1), AnnounceEvent.STOPPED);
        announce(store, OTHER, leecher(4));
    }

    @Test
    void totals_are_what_the_swarms_hold_after_whatever_happened() {
        var store = open(new SwarmLimits(LIFETIME, 8, 60, 20));
        var random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            var hash = InfoHash.parse("%02x".formatted(random.nextInt(10)).repeat(20));
            var peer = peer(random.nextInt(100), random.nextInt(2));
            var events =
                    List.of(AnnounceEvent.NONE, AnnounceEvent.STOPPED, AnnounceEvent.COMPLETED);
            store.announce(hash, peer, events.get(random.nextInt(3)), 5);
            clock.add(Duration.ofMillis(random.nextInt(3000)));
        }
        store.expire();

        var swarms = store.swarms();
        var seeds = swarms.stream().mapToInt(s -> s.counts().seeds()).sum();
        var leechers = swarms.stream().mapToInt(s -> s.counts().leechers()).sum();
        assertThat(store.totals())
                .isEqualTo(new SwarmTotals(swarms.size(), seeds + leechers, seeds));
        for (var swarm : swarms) {
            var peers = store.peers(swarm.infoHash());
            assertThat(peers.stream().filter(SwarmPeer::isSeed)).hasSize(swarm.counts().seeds());
            assertThat(new HashSet<>(peers)).hasSameSizeAs(peers);
        }
    }

    @Test
    void many_threads_may_use_it_at_once() throws Exception {
        var store = open(ROOMY);
        var go = new CountDownLatch(1);
        var threads =
                IntStream.range(0, 8)
                        .mapToObj(thread ->
                                Thread.ofVirtual().start(() -> announceMany(store, thread, go)))
                        .toList();
        go.countDown();
        for (var thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }

        assertThat(store.totals()).isEqualTo(new SwarmTotals(1, 8 * 200, 8 * 100));
    }

    private void announceMany(SwarmStore store, int thread, CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        for (int round = 0; round < 400; round++) {
            var n = thread * 200 + round % 200;
            announce(store, ONE, n % 2 == 0 ? seed(n) : leecher(n));
        }
    }

    private static Admitted announce(SwarmStore store, InfoHash hash, SwarmPeer peer) {
        return announce(store, hash, peer, AnnounceEvent.NONE);
    }

    private static Admitted announce(
            SwarmStore store, InfoHash hash, SwarmPeer peer, AnnounceEvent event) {
        return announce(store, hash, peer, event, ALL);
    }

    private static Admitted announce(
            SwarmStore store, InfoHash hash, SwarmPeer peer, AnnounceEvent event, int wanted) {
        var admission = store.announce(hash, peer, event, wanted);
        assertThat(admission).isInstanceOf(Admitted.class);
        return (Admitted) admission;
    }

    private SwarmPeer seed(int n) {
        return peer(n, 0);
    }

    private SwarmPeer leecher(int n) {
        return peer(n, 1);
    }

    private SwarmPeer peer(int n, long left) {
        var id = PeerId.parse("%040x".formatted(n));
        return new SwarmPeer(id, address(n), 0, 0, left, clock.instant());
    }

    private static InetSocketAddress address(int n) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 10_000 + n);
    }
}
