package io.labnet.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.SwarmCounts;
import io.labnet.tracker.redis.RealRedis;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSwarmStoreTest extends SwarmStoreContract {
    private static final InfoHash HASH = InfoHash.parse("03".repeat(20));

    @RegisterExtension final RealRedis redis = new RealRedis();

    @Override
    SwarmStore open(SwarmLimits limits) {
        return new RedisSwarmStore(limits, redis.link(), clock, new SplittableRandom(7));
    }

    @Test
    void what_one_replica_notes_the_other_knows() {
        var one = open(ROOMY);
        var other = open(ROOMY);
        var peer = peer("198.18.7.52", 6881, 5);
        one.announce(HASH, peer, AnnounceEvent.STARTED, 10);

        assertThat(other.peers(HASH)).containsExactly(peer);
        assertThat(other.announce(HASH, peer("198.18.7.53", 6882, 5), AnnounceEvent.NONE, 10))
                .isEqualTo(new Admission.Admitted(new SwarmCounts(0, 2, 0), List.of(peer)));
    }

    @Test
    void a_peer_comes_back_whole_whatever_its_address_and_numbers() {
        var store = open(ROOMY);
        var id = PeerId.parse("ff00".repeat(10));
        var address = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 65_535);
        var peer = new SwarmPeer(id, address, 1L << 40, 3, Long.MAX_VALUE, clock.instant());
        store.announce(HASH, peer, AnnounceEvent.STARTED, 10);

        assertThat(store.peers(HASH)).containsExactly(peer);
    }

    @Test
    void a_swarm_of_thousands_is_named_listed_and_forgotten() {
        var store = open(new SwarmLimits(LIFETIME, 10, 10_000, 10_000));
        IntStream.range(0, 3000)
                .forEach(n ->
                        store.announce(
                                HASH, peer("198.18.7.52", 1000 + n, 1), AnnounceEvent.NONE, 0));

        var asked = store.announce(HASH, peer("198.18.7.53", 1, 1), AnnounceEvent.NONE, 2500);
        assertThat(((Admission.Admitted) asked).neighbours()).hasSize(2500).doesNotHaveDuplicates();
        assertThat(store.peers(HASH)).hasSize(3001);
        clock.add(LIFETIME.plusSeconds(1));
        store.expire();
        assertThat(store.totals()).isEqualTo(new SwarmTotals(0, 0, 0));
    }

    @Test
    void more_swarms_than_are_swept_at_a_time_are_swept_and_nothing_is_left() {
        var store = open(ROOMY);
        for (int n = 0; n < 250; n++) {
            var hash = InfoHash.parse("%040x".formatted(n));
            store.announce(hash, peer("198.18.7.52", 6881, n % 2), AnnounceEvent.COMPLETED, 5);
        }
        assertThat(store.swarms())
                .hasSize(250)
                .isSortedAccordingTo(Comparator.comparing(SwarmSummary::infoHash));
        clock.add(LIFETIME.plus(Duration.ofMillis(1)));
        store.expire();

        assertThat(store.swarms()).isEmpty();
        // All but the totals, which are zero.
        assertThat(redis.keys()).containsExactly("labnet:tracker:totals");
    }

    private SwarmPeer peer(String ip, int port, long left) {
        var id = PeerId.parse("%040x".formatted(port));
        var address = new InetSocketAddress(InetAddress.ofLiteral(ip), port);
        return new SwarmPeer(id, address, 0, 0, left, clock.instant());
    }
}
