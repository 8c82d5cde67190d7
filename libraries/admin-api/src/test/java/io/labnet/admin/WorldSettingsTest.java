package io.labnet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorldSettingsTest {
    private static final InetAddress GAIA = InetAddress.ofLiteral("127.80.0.2");
    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");
    private static final Map<String, InetAddress> HOSTS = Map.of("gaia.cs.umass.edu", GAIA);
    private static final List<String> NETWORKS = List.of("127.0.0.0/8");

    @Test
    void on_a_laptop_each_host_listens_at_its_own_address() {
        var world = new WorldSettings(HOSTS, NETWORKS, null, Set.of());
        assertThat(world.listenAt("gaia.cs.umass.edu")).isEqualTo(GAIA);
        assertThat(world.runs("gaia.cs.umass.edu")).isTrue();
    }

    @Test
    void in_a_container_a_few_hosts_listen_at_whatever_address_it_has() {
        var world = new WorldSettings(HOSTS, NETWORKS, ANY, Set.of("a.nic.edu"));
        assertThat(world.address("gaia.cs.umass.edu")).isEqualTo(GAIA);
        assertThat(world.listenAt("gaia.cs.umass.edu")).isEqualTo(ANY);
        assertThat(world.runs("gaia.cs.umass.edu")).isFalse();
        assertThat(world.runs("a.nic.edu")).isTrue();
    }

    @Test
    void a_host_that_is_not_in_the_world_is_named() {
        var world = new WorldSettings(HOSTS, NETWORKS, null, Set.of());
        assertThatThrownBy(() -> world.address("nowhere.edu"))
                .hasMessage("labnet.world.hosts has no nowhere.edu");
    }
}
