package io.labnet.webcache.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.255.0.1, true",
        "127.0.0.0/8, 128.0.0.1, false",
        "127.9.9.9/8, 127.0.0.1, true",
        "10.1.2.128/25, 10.1.2.127, false",
        "10.1.2.128/25, 10.1.2.200, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "10.0.0.1/32, 10.0.0.1, true",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false"
    })
    void a_block_holds_what_shares_its_prefix(String block, String address, boolean inside)
            throws UnknownHostException {
        assertThat(Network.parse(block).contains(InetAddress.getByName(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "a.edu/8", "127.0.0.0/33", "127.0.0.0/-1", "/8", ""})
    void what_is_no_block_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
    }

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
