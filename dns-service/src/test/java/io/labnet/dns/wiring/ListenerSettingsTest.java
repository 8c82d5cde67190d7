package io.labnet.dns.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.admin.ServiceStart;
import io.labnet.dns.DnsServiceApplication;
import io.labnet.dns.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.xbill.DNS.Type;

/** Settings of the listeners that cannot be, and what the query log's do. */
class ListenerSettingsTest {
    private static final int DNS_PORT = 53;

    @TempDir Path folder;

    private static <T> T bound(String prefix, String property, String value, Class<T> kind) {
        var source = new MapConfigurationPropertySource(Map.of(prefix + "." + property, value));
        return new Binder(source).bindOrCreate(prefix, kind);
    }

    @ParameterizedTest
    @CsvSource({"0s", "99ms", "-1s", "2h"})
    void an_idle_time_that_cannot_be_kept_or_told_is_refused(String idle) {
        assertThatThrownBy(() -> bound("labnet.dns", "tcp-idle", idle, DnsSettings.class))
                .hasStackTraceContaining("labnet.dns.tcp-idle is");
        assertThat(bound("labnet.dns", "tcp-idle", "1h", DnsSettings.class).tcpIdle())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void a_registrar_that_would_never_rest_is_refused() {
        var prefix = "labnet.dns.registrar";
        assertThatThrownBy(() -> bound(prefix, "tidy-every", "0s", RegistrarSettings.class))
                .hasStackTraceContaining("labnet.dns.registrar.tidy-every is");
    }

    @ParameterizedTest
    @CsvSource({"size,1KB", "files,0", "files,101"})
    void a_query_log_of_no_size_is_refused(String property, String value) {
        var prefix = "labnet.dns.query-log";
        assertThatThrownBy(() -> bound(prefix, property, value, QueryLogSettings.class))
                .hasStackTraceContaining("labnet.dns.query-log must have");
    }

    @Test
    void all_queries_are_logged_where_that_is_wished_for_and_none_otherwise() throws Exception {
        var log = folder.resolve("dns").resolve("queries.jsonl");
        asked("--labnet.dns.query-log.enabled=false");
        assertThat(log).doesNotExist();
        asked("--labnet.dns.query-log.enabled=true");
        // The third of the same, too, which is ready otherwise.
        assertThat(Files.readAllLines(log))
                .hasSize(3)
                .allMatch(line -> line.contains("\"name\":\"gaia.cs.umass.edu\",\"type\":\"A\""));
    }

    private void asked(String setting) throws Exception {
        var port = FreePort.find();
        try (var context =
                ServiceStart.of(DnsServiceApplication.class, DnsServiceApplication.NAME)
                        .run(
                                "--server.port=0",
                                "--labnet.data-dir=" + folder,
                                "--labnet.port-offset=" + (port - DNS_PORT),
                                "--labnet.dns.listeners.shown-per-second=0",
                                "--labnet.dns.resolver.enabled=false",
                                "--labnet.dns.servers[0].name=dns.cs.umass.edu",
                                "--labnet.dns.servers[0].zones=umass.edu",
                                setting)) {
            assertThat(context.isRunning()).isTrue();
            for (int i = 0; i < 3; i++) {
                var reply = Dig.at("127.53.2.1", port, "gaia.cs.umass.edu", Type.A);
                assertThat(reply.getRcode()).isZero();
            }
        }
    }
}
