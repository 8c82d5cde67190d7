package io.labnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.255.1.2, true",
        "127.9.9.9/8, 127.0.0.1, true",
        "127.0.0.0/8, 128.0.0.1, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "10.1.2.128/25, 10.1.2.127, false",
        "10.1.2.128/25, 10.1.2.200, true",
        "10.1.0.0/15, 10.0.255.255, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1/32, 192.0.2.2, false",
        "fd00::/7, fdff::1, true",
        "fd00::/8, fe80::1, false",
        "::1/128, ::1, true",
    })
    void a_network_contains_what_shares_its_prefix(String network, String address, boolean in) {
        assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.0/33",
                "127.0.0.0/-1",
                "127.0.0.0/x",
                "lab",
                "a.edu/8",
                "/8",
                "",
                "10.1/16",
                "10.1",
                "10.1.2/24",
                "10"
            })
    void what_is_no_network_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
    }
}
