package io.labnet.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.tracker.VirtualClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionIdsTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 6881);
    private static final Duration ROUND_OF_16_BITS = Duration.ofSeconds(1 << 16);

    private final VirtualClock clock = new VirtualClock();
    private final ConnectionIds ids = new ConnectionIds(clock, new byte[] {1});

    @Test
    void an_id_is_valid_from_now_on_for_two_minutes() {
        var id = ids.issue(PEER);

        assertThat(ids.isValid(id, PEER)).isTrue();
        clock.advance(Duration.ofMinutes(2));
        assertThat(ids.isValid(id, PEER)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ids.isValid(id, PEER)).isFalse();
    }

    @Test
    void an_id_is_not_valid_again_when_its_seconds_have_gone_round() {
        var id = ids.issue(PEER);
        clock.advance(ROUND_OF_16_BITS);

        assertThat(ids.isValid(id, PEER)).isFalse();
    }

    @Test
    void an_id_belongs_to_one_address_one_port_and_one_secret() {
        var id = ids.issue(PEER);

        assertThat(ids.isValid(id, new InetSocketAddress("127.0.0.2", 6881))).isFalse();
        assertThat(ids.isValid(id, new InetSocketAddress("127.0.0.1", 6882))).isFalse();
        assertThat(new ConnectionIds(clock, new byte[] {2}).isValid(id, PEER)).isFalse();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertThat(ids.isValid(id ^ (1L << bit), PEER)).isFalse();
        }
    }

    @Test
    void an_id_of_the_future_is_not_valid() {
        var later = new VirtualClock();
        later.advance(Duration.ofMinutes(1));

        assertThat(ids.isValid(new ConnectionIds(later, new byte[] {1}).issue(PEER), PEER))
                .isFalse();
    }
}
