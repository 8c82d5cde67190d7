package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.255.1.2, true",
        "127.0.0.0/8, 128.0.0.1, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, ::1, false",
        "fd00::/7, fdff::1, true",
    })
    void a_network_contains_what_shares_its_prefix(String network, String address, boolean in) {
        assertThat(Network.of(network).contains(InetAddress.ofLiteral(address))).isEqualTo(in);
    }

    @Test
    void what_is_no_network_is_refused() {
        for (var text : new String[] {"127.0.0.0/33", "127.0.0.0/-1", "lab", "127.0.0.0/x"}) {
            assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
