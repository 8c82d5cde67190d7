package io.labnet.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

class ServerRatingsTest {
    private final ServerRatings ratings = new ServerRatings();
    private final NameServer near = server(1);
    private final NameServer far = server(2);
    private final NameServer unknown = server(3);

    private static NameServer server(int port) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new NameServer(Name.fromConstantString("ns" + port + ".edu."), address);
    }

    @Test
    void the_unknown_is_asked_first_and_then_the_quickest() {
        ratings.answered(near.address(), Duration.ofMillis(5));
        ratings.answered(far.address(), Duration.ofMillis(50));
        assertThat(ratings.ordered(List.of(far, near, unknown)))
                .containsExactly(unknown, near, far);
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
}
