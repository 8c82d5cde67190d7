package io.labnet.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading docker-compose.yml, as far as Kubernetes must be like it. */
class ComposeTest {
    private static final Compose COMPOSE =
            Compose.read(
                    """
                    x-dns: &dns
                      environment: &world
                        LAB_NET: ${LAB_NET}
                      expose: ["53/udp", "53", "8053"]
                    services:
                      dns-root:
                        <<: *dns
                        environment:
                          <<: *world
                          LABNET_WORLD_HERE: b.root-servers.net,a.root-servers.net
                      peer-1:
                        expose: [6881]
                      gateway:
                        expose: ["8080"]
                      tracker: {}
                    """);

    @Test
    void reads_what_is_exposed_without_the_management_port() {
        assertThat(COMPOSE.portsOf("dns-root")).containsExactly("53/tcp", "53/udp");
        assertThat(COMPOSE.portsOf("peer")).containsExactly("6881/tcp");
        assertThat(COMPOSE.portsOf("gateway")).containsExactly("8080/tcp");
        assertThat(COMPOSE.portsOf("tracker")).isEmpty();
        assertThat(COMPOSE.portsOf("web-cache")).isEmpty();
    }

    @Test
    void reads_which_hosts_a_part_runs() {
        assertThat(COMPOSE.hereAt("dns-root"))
                .containsExactly("a.root-servers.net", "b.root-servers.net");
        assertThat(COMPOSE.hereAt("peer")).isEmpty();
    }

    @Test
    void takes_the_standard_where_there_is_no_compose_file(@TempDir Path folder) {
        assertThat(Compose.in(folder.resolve("docker-compose.yml"))).isEqualTo(Compose.STANDARD);
        assertThat(Compose.STANDARD.portsOf("tracker")).containsExactly("6969/tcp", "6969/udp");
        assertThat(Compose.STANDARD.hereAt("dns-resolver")).containsExactly("dns.poly.edu");
    }

    @Test
    void knows_the_ports_of_every_part() {
        assertThat(Compose.STANDARD.ports().keySet()).isEqualTo(Compose.MANAGEMENT.keySet());
    }
}
