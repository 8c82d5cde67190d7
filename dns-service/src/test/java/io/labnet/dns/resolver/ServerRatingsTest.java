package io.labnet.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.Name;

class ServerRatingsTest {
    private final MutableClock clock = MutableClock.epochUTC();
    private final ServerRatings ratings = new ServerRatings(Pauses.USUAL, clock, () -> 0);
    private final NameServer near = server(1);
    private final NameServer far = server(2);
    private final NameServer unknown = server(3);

    private static NameServer server(int port) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new NameServer(Name.fromConstantString("ns" + port + ".edu."), address);
    }

    @Test
    void the_quickest_is_asked_first_and_the_unknown_before_the_slow() {
        ratings.answered(near.address(), Duration.ofMillis(5));
        ratings.answered(far.address(), Duration.ofMillis(50));
        assertThat(ratings.ordered(List.of(far, near, unknown)))
                .containsExactly(near, unknown, far);
    }

    @Test
    void the_silent_falls_back_and_gets_another_chance_in_time() {
        ratings.answered(far.address(), Duration.ofMillis(50));
        ratings.keptSilent(near.address());
        assertThat(ratings.ordered(List.of(near, far)).getFirst()).isEqualTo(far);
        var turns = 0;
        while (ratings.ordered(List.of(near, far)).getFirst().equals(far)) {
            turns++;
            assertThat(turns).isLessThan(1000);
        }
        assertThat(turns).isGreaterThan(10);
    }

    @Test
    void the_dead_are_left_alone_for_longer_and_longer_but_never_for_long() {
        var pause = 0;
        for (int i = 0; i < 20; i++) {
            ratings.keptSilent(near.address());
            pause = 0;
            while (ratings.ordered(List.of(near)).isEmpty()) {
                clock.add(Duration.ofSeconds(1));
                pause++;
            }
            assertThat(pause).isEqualTo(i < 2 ? 0 : Math.min(5, 1 << (i - 2)));
        }
        ratings.answered(near.address(), Duration.ofMillis(5));
        ratings.keptSilent(near.address());
        assertThat(ratings.ordered(List.of(near))).isNotEmpty();
    }

    @Test
    void manners_are_remembered_for_a_while() {
        ratings.knowsNoEdns(near.address());
        ratings.losesCase(far.address());
        assertThat(ratings.manner(near.address(), true, true))
                .isEqualTo(new Upstream.Manner(true, false, true));
        assertThat(ratings.manner(far.address(), false, true))
                .isEqualTo(new Upstream.Manner(false, true, false));
        clock.add(Duration.ofMinutes(11));
        assertThat(ratings.manner(near.address(), true, true))
                .isEqualTo(new Upstream.Manner(true, true, true));
    }
}
