package io.labnet.webcache.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.ca.CertificateAuthority;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyCertificateTest {
    @TempDir Path folder;

    private ProxyCertificate of(String pseudonym) {
        var clock = Clock.systemUTC();
        var hosts = List.of("proxy.poly.edu");
        var authority = CertificateAuthority.in(folder, hosts, List.of(), clock);
        var here = InetAddress.getLoopbackAddress();
        return new ProxyCertificate(pseudonym, here, authority, folder.resolve("own"), clock);
    }

    @Test
    void a_pseudonym_for_which_nobody_vouches_is_told_at_the_start() {
        assertThatThrownBy(() -> of("one.edge").begin())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one.edge");
    }

    @Test
    void a_name_below_a_host_of_the_world_will_do() {
        var own = of("two.proxy.poly.edu");
        own.begin();
        assertThat(own.shown(null, "127.0.0.1").site()).isEqualTo("two.proxy.poly.edu");
    }
}
