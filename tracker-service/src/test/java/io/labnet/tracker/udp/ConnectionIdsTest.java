package io.labnet.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class ConnectionIdsTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 6881);
    private static final Duration ROUND_OF_16_BITS = Duration.ofSeconds(1 << 16);

    private final MutableClock clock = MutableClock.epochUTC();
    private final ConnectionIds ids = new ConnectionIds(clock, _ -> new byte[] {1});

    @Test
    void an_id_is_valid_from_now_on_for_two_minutes() {
        var id = ids.issue(PEER);

        assertThat(ids.isValid(id, PEER)).isTrue();
        clock.add(Duration.ofMinutes(2));
        assertThat(ids.isValid(id, PEER)).isTrue();
        clock.add(Duration.ofSeconds(1));
        assertThat(ids.isValid(id, PEER)).isFalse();
    }

    @Test
    void an_id_is_not_valid_again_when_its_seconds_have_gone_round() {
        var id = ids.issue(PEER);
        clock.add(ROUND_OF_16_BITS);

        assertThat(ids.isValid(id, PEER)).isFalse();
    }

    @Test
    void an_id_belongs_to_one_address_one_port_and_one_secret() {
        var id = ids.issue(PEER);

        assertThat(ids.isValid(id, new InetSocketAddress("127.0.0.2", 6881))).isFalse();
        assertThat(ids.isValid(id, new InetSocketAddress("127.0.0.1", 6882))).isFalse();
        assertThat(new ConnectionIds(clock, _ -> new byte[] {2}).isValid(id, PEER)).isFalse();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertThat(ids.isValid(id ^ (1L << bit), PEER)).isFalse();
        }
    }

    @Test
    void an_id_of_the_future_is_not_valid() {
        var later = MutableClock.epochUTC();
        later.add(Duration.ofMinutes(1));

        assertThat(ids.isValid(new ConnectionIds(later, _ -> new byte[] {1}).issue(PEER), PEER))
                .isFalse();
    }

    @Test
    void a_replica_whose_clock_is_a_little_ahead_issues_valid_ids() {
        var ahead = MutableClock.epochUTC();
        ahead.add(Duration.ofSeconds(5));
        var replica = new ConnectionIds(ahead, _ -> new byte[] {1});

        assertThat(ids.isValid(replica.issue(PEER), PEER)).isTrue();
        ahead.add(Duration.ofSeconds(1));
        assertThat(ids.isValid(replica.issue(PEER), PEER)).isFalse();
    }

    @Test
    void an_id_is_checked_with_the_secret_of_its_own_second() {
        ConnectionSecrets changing = second -> new byte[] {(byte) (second < 60 ? 1 : 2)};
        var replica = new ConnectionIds(clock, changing);
        var before = replica.issue(PEER);
        clock.add(Duration.ofSeconds(60));
        var after = replica.issue(PEER);

        assertThat(replica.isValid(before, PEER)).isTrue();
        assertThat(replica.isValid(after, PEER)).isTrue();
        assertThat(ids.isValid(after, PEER)).isFalse();
    }
}
