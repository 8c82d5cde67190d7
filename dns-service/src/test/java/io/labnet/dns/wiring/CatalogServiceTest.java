package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.admin.ServiceStart;
import io.labnet.dns.DnsServiceApplication;
import io.labnet.dns.FreePort;
import io.labnet.dns.peers.Knot;
import io.labnet.dns.peers.Named;
import io.labnet.dns.transfer.Desk;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Hosting;
import io.labnet.dns.zone.MasterFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Zones that follow a catalog: ours, BIND's and Knot's. */
class CatalogServiceTest {
    private static final int DNS_PORT = 53;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OURS = "127.53.2.2";

    @TempDir Path folder;

    private ConfigurableApplicationContext start(String name, int port, String... settings) {
        var usual =
                Stream.of(
                        "--server.port=0",
                        "--labnet.data-dir=" + folder.resolve(name),
                        "--labnet.port-offset=" + (port - DNS_PORT),
                        "--labnet.dns.resolver.enabled=false",
                        "--labnet.dns.servers[0].name=ns.poly.edu",
                        "--labnet.dns.transfer.allow[0].networks=127.0.0.0/8");
        return ServiceStart.of(DnsServiceApplication.class, DnsServiceApplication.NAME)
                .run(Stream.concat(usual, Stream.of(settings)).toArray(String[]::new));
    }

    private ConfigurableApplicationContext consumer(int port, int primary, String address) {
        return start(
                "consumer",
                port,
                "--labnet.dns.servers[0].zones=catalog.example",
                "--labnet.dns.secondaries[0].zone=catalog.example",
                "--labnet.dns.secondaries[0].primaries=" + address + ":" + primary,
                "--labnet.dns.secondaries[0].catalog=true");
    }

    private static void answers(String server, int port, int rcode, String data) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> {
                    var reply = Dig.at(server, port, "www.lab.example", Type.A);
                    assertThat(reply.getRcode()).isEqualTo(rcode);
                    assertThat(reply.getSection(Section.ANSWER).toString()).contains(data);
                });
    }

    @Test
    void bind_and_our_own_secondaries_have_the_zones_that_our_catalog_names() throws Exception {
        var port = FreePort.find();
        var bind = FreePort.find();
        var second = FreePort.find();
        try (var ours =
                        start(
                                "producer",
                                port,
                                "--labnet.dns.servers[0].zones=poly.edu",
                                "--labnet.dns.catalogs[0].zone=catalog.example",
                                "--labnet.dns.catalogs[0].server=ns.poly.edu",
                                "--labnet.dns.transfer.notified[0].to=127.0.0.1:%d,%s:%d"
                                        .formatted(bind, OURS, second));
                var named =
                        new Named(
                                folder.resolve("named"),
                                bind,
                                """
                                view "all" {
                                  catalog-zones {
                                    zone "catalog.example"
                                      default-primaries { %1$s port %2$d; }
                                      min-update-interval 0;
                                  };
                                  zone "catalog.example" {
                                    type secondary;
                                    primaries { %1$s port %2$d; };
                                    file "catalog.db";
                                  };
                                };
                                """
                                        .formatted(OURS, port));
                var copying = consumer(second, port, OURS)) {
            answers(OURS, second, Rcode.REFUSED, "");
            var hosting = ours.getBean(Hosting.class);
            var zone = MasterFile.read(Desk.ORIGIN, Desk.TEXT);
            assertThat(hosting.create(zone, "ns.poly.edu")).isInstanceOf(Change.Done.class);
            answers("127.0.0.1", named.port, Rcode.NOERROR, "192.0.2.2");
            answers(OURS, second, Rcode.NOERROR, "192.0.2.2");
            assertThat(Dig.at(OURS, second, "poly.edu", Type.SOA).getRcode())
                    .as("zones of the settings are named, too")
                    .isEqualTo(Rcode.NOERROR);
            assertThat(hosting.delete(Desk.ORIGIN)).isInstanceOf(Change.Done.class);
            answers("127.0.0.1", named.port, Rcode.REFUSED, "");
            answers(OURS, second, Rcode.REFUSED, "");
            assertThat(copying.isActive()).isTrue();
        }
        assertThat(folder.resolve("consumer").resolve("dns").resolve("zones"))
                .isDirectoryNotContaining("glob:**/lab.example*");
    }

    @Test
    void we_have_the_zones_that_knots_catalog_names_also_after_a_restart() throws Exception {
        var theirs = Files.createDirectories(folder.resolve("knot"));
        Files.writeString(theirs.resolve("lab.example.zone"), Desk.TEXT);
        var port = FreePort.find();
        var knotPort = FreePort.find();
        try (var knot =
                        new Knot(
                                theirs,
                                knotPort,
                                """
                                acl:
                                  - id: all
                                    address: 127.0.0.0/8
                                    action: transfer
                                zone:
                                  - domain: catalog.example
                                    catalog-role: generate
                                    acl: all
                                  - domain: lab.example
                                    file: lab.example.zone
                                    catalog-role: member
                                    catalog-zone: catalog.example
                                    acl: all
                                """);
                var context = consumer(port, knot.port, "127.0.0.1")) {
            answers(OURS, port, Rcode.NOERROR, "192.0.2.2");
            assertThat(context.isActive()).isTrue();
        }
        try (var context = consumer(port, 1, "127.0.0.1")) {
            answers(OURS, port, Rcode.NOERROR, "192.0.2.2");
            assertThat(context.isActive()).isTrue();
        }
    }
}
