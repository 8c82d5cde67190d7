package io.labnet.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.network.Network;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** Who may have a copy. */
class AccessTest {
    private static final Name ZONE = Name.fromConstantString("lab.example.");
    private static final Name OTHER = Name.fromConstantString("other.example.");
    private static final Name KEY = Name.fromConstantString("lab-key.");
    private static final InetAddress NEAR = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress FAR = InetAddress.ofLiteral("198.51.100.1");
    private static final List<Network> NETWORK = List.of(Network.parse("192.0.2.0/24"));

    private static Access of(Access.Transfer transfer) {
        return new Access(List.of(transfer), List.of());
    }

    @Test
    void nobody_unless_somebody_is_named() {
        var access = new Access(List.of(), List.of());
        assertThat(access.mayTransfer(ZONE, NEAR, KEY)).isFalse();
        assertThatThrownBy(() -> new Access.Transfer(null, List.of(), null))
                .hasMessageContaining("by network or key");
    }

    @Test
    void a_network_is_enough_where_no_key_is_named() {
        var access = of(new Access.Transfer(ZONE, NETWORK, null));
        assertThat(access.mayTransfer(ZONE, NEAR, null)).isTrue();
        assertThat(access.mayTransfer(ZONE, FAR, null)).isFalse();
        assertThat(access.mayTransfer(ZONE, FAR, KEY)).isFalse();
        assertThat(access.mayTransfer(OTHER, NEAR, null)).isFalse();
    }

    @Test
    void a_key_is_enough_where_no_network_is_named() {
        var access = of(new Access.Transfer(null, List.of(), KEY));
        assertThat(access.mayTransfer(ZONE, FAR, KEY)).isTrue();
        assertThat(access.mayTransfer(OTHER, FAR, KEY)).isTrue();
        assertThat(access.mayTransfer(ZONE, FAR, null)).isFalse();
        assertThat(access.mayTransfer(ZONE, FAR, OTHER)).isFalse();
    }

    @Test
    void where_both_are_named_both_must_be_right() {
        var access = of(new Access.Transfer(ZONE, NETWORK, KEY));
        assertThat(access.mayTransfer(ZONE, NEAR, KEY)).isTrue();
        assertThat(access.mayTransfer(ZONE, NEAR, null)).isFalse();
        assertThat(access.mayTransfer(ZONE, FAR, KEY)).isFalse();
    }
}
