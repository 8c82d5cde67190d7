package io.labnet.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading docker-compose.yml, as far as ports go. */
class ComposePortsTest {

    @Test
    void reads_what_is_exposed_without_the_management_port() {
        var ports =
                ComposePorts.read(
                        """
                        services:
                          dns-root:
                            expose: ["53/udp", "53/tcp", 8053]
                          peer-1:
                            expose: [6881]
                          gateway:
                            expose: ["8080"]
                          tracker: {}
                        """);

        assertThat(ports.of("dns-root")).containsExactlyInAnyOrder("53/udp", "53/tcp");
        assertThat(ports.of("peer")).containsExactly("6881/tcp");
        assertThat(ports.of("gateway")).containsExactly("8080/tcp");
        assertThat(ports.of("tracker")).isEmpty();
        assertThat(ports.of("web-cache")).isEmpty();
    }

    @Test
    void takes_the_standard_ports_where_there_is_no_compose_file(@TempDir Path folder) {
        assertThat(ComposePorts.in(folder.resolve("docker-compose.yml")))
                .isEqualTo(ComposePorts.STANDARD);
        assertThat(ComposePorts.STANDARD.of("tracker"))
                .containsExactlyInAnyOrder("6969/tcp", "6969/udp");
    }

    @Test
    void knows_every_part_twice() {
        assertThat(ComposePorts.STANDARD.byPart().keySet())
                .isEqualTo(ComposePorts.MANAGEMENT.keySet());
    }
}
