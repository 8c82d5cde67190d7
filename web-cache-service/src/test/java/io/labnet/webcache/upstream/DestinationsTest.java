package io.labnet.webcache.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 127.0.0.1, false",
        "0.0.0.0/0, 169.254.169.254, false",
        "0.0.0.0/0, 0.0.0.0, false",
        "0.0.0.0/0, 224.0.0.1, false",
        "0.0.0.0/0, ::ffff:127.0.0.1, false",
        "0.0.0.0/0 127.0.0.0/8, 127.0.0.1, true",
        "0.0.0.0/0 127.0.0.0/8, 169.254.169.254, false",
        "169.254.0.0/16, 169.254.169.254, true",
        "::/0, ::1, false",
        "::/0, fe80::1, false",
        "::1/128, ::1, true",
    })
    void what_is_a_hosts_or_a_links_own_is_reached_only_where_a_network_means_it(
            String networks, String to, boolean open) throws UnknownHostException {
        var allowed = Stream.of(networks.split(" ")).map(Network::parse).toList();
        var own = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 3128);
        var refusal =
                new Destinations(allowed, Set.of(), Set.of())
                        .refusal(new InetSocketAddress(InetAddress.getByName(to), 80), own, false);
        assertThat(refusal.isEmpty()).isEqualTo(open);
    }

    @Test
    void the_families_of_addresses_are_tried_in_turn() throws UnknownHostException {
        var given =
                Stream.of("192.0.2.1", "192.0.2.2", "192.0.2.3", "::1")
                        .map(text -> new InetSocketAddress(InetAddress.ofLiteral(text), 80))
                        .toList();
        assertThat(Routes.alternating(given))
                .containsExactly(given.get(0), given.get(3), given.get(1), given.get(2));
    }
}
