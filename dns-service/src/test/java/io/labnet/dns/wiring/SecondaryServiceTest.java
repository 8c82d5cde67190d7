package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labnet.admin.ServiceStart;
import io.labnet.dns.DnsServiceApplication;
import io.labnet.dns.FreePort;
import io.labnet.dns.transfer.Desk;
import io.labnet.dns.zone.Zones;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.ZoneTransferIn;

/** The service as a secondary by its settings, and as a primary of others. */
class SecondaryServiceTest {
    private static final int DNS_PORT = 53;

    @TempDir Path folder;

    private ConfigurableApplicationContext start(int port, String... settings) {
        var usual =
                Stream.of(
                        "--server.port=0",
                        "--labnet.data-dir=" + folder.resolve("service"),
                        "--labnet.port-offset=" + (port - DNS_PORT),
                        "--labnet.dns.resolver.enabled=false",
                        "--labnet.dns.servers[0].name=ns.poly.edu",
                        "--labnet.dns.servers[0].zones=lab.example",
                        "--labnet.dns.transfer.keys[0].name=lab-key",
                        "--labnet.dns.transfer.keys[0].secret=" + Desk.SECRET);
        return ServiceStart.of(DnsServiceApplication.class, DnsServiceApplication.NAME)
                .run(Stream.concat(usual, Stream.of(settings)).toArray(String[]::new));
    }

    private static long serial(ConfigurableApplicationContext context) {
        var zone = context.getBean(Zones.class).zone(Desk.ORIGIN);
        return zone == null ? -1 : zone.soa().getSerial();
    }

    @Test
    void it_copies_a_zone_and_gives_it_on_to_those_it_is_told_to() throws Exception {
        var port = FreePort.find();
        try (var primary = Desk.primary(folder.resolve("primary"));
                var context =
                        start(
                                port,
                                "--labnet.dns.secondaries[0].zone=lab.example",
                                "--labnet.dns.secondaries[0].primaries=127.0.0.1:" + primary.port,
                                "--labnet.dns.secondaries[0].key=lab-key",
                                "--labnet.dns.transfer.allow[0].zone=lab.example",
                                "--labnet.dns.transfer.allow[0].networks=127.0.0.0/8")) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(serial(context)).isEqualTo(10));
            var here = new InetSocketAddress(InetAddress.ofLiteral("127.53.2.2"), port);
            var transfer = ZoneTransferIn.newAXFR(Desk.ORIGIN, here, (TSIG) null);
            transfer.run();
            assertThat(transfer.getAXFR()).hasSize(5);
            var meters = context.getBean(MeterRegistry.class);
            assertThat(meters.counter("labnet.dns.transfers-in", "kind", "axfr").count())
                    .isEqualTo(1);
        }
        // It has it, whether the primary is there or not.
        try (var context =
                start(
                        port,
                        "--labnet.dns.secondaries[0].zone=lab.example",
                        "--labnet.dns.secondaries[0].primaries=127.0.0.1:1")) {
            assertThat(serial(context)).isEqualTo(10);
        }
    }

    @Test
    void settings_that_name_no_key_or_no_address_fail_the_start_with_a_word() {
        assertThatThrownBy(() ->
                        start(
                                free(),
                                "--labnet.dns.secondaries[0].zone=lab.example",
                                "--labnet.dns.secondaries[0].primaries=somewhere"))
                .hasStackTraceContaining("\"somewhere\" is no address of a name server");
        assertThatThrownBy(() ->
                        start(
                                free(),
                                "--labnet.dns.secondaries[0].zone=lab.example",
                                "--labnet.dns.secondaries[0].primaries=127.0.0.1",
                                "--labnet.dns.secondaries[0].key=nobody"))
                .hasStackTraceContaining("there is no TSIG key nobody");
    }

    private static int free() throws Exception {
        return FreePort.find();
    }
}
