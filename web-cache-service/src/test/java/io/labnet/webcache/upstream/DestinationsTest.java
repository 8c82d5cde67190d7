package io.labnet.webcache.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationsTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0, 127.0.0.2, true",
        "127.0.0.1, 0.0.0.0, true"
    })
    void the_proxy_does_not_connect_to_itself(String own, String to, boolean loop)
            throws UnknownHostException {
        var anywhere = List.of(Network.parse("0.0.0.0/0"));
        var refusal =
                new Destinations(anywhere, Set.of(), Set.of())
                        .refusal(
                                new InetSocketAddress(InetAddress.getByName(to), 3128),
                                new InetSocketAddress(InetAddress.getByName(own), 3128),
                                false);
        assertThat(refusal.filter(FetchFailure.Loop.class::isInstance).isPresent()).isEqualTo(loop);
    }

    @Test
    void tunnels_lead_to_few_ports_only() throws UnknownHostException {
        var here = InetAddress.getByName("127.0.0.1");
        var destinations =
                new Destinations(List.of(Network.parse("127.0.0.0/8")), Set.of(), Set.of(443));
        var own = new InetSocketAddress(here, 3128);
        assertThat(destinations.refusal(new InetSocketAddress(here, 443), own, true)).isEmpty();
        assertThat(destinations.refusal(new InetSocketAddress(here, 22), own, true)).isPresent();
        assertThat(destinations.refusal(new InetSocketAddress(here, 22), own, false)).isEmpty();
    }
}
