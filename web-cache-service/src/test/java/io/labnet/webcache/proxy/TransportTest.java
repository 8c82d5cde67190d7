package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.labnet.loops.Transport;
import io.labnet.webcache.store.DiskLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportTest {
    private static final int MB = 1024 * 1024;
    private static final String CACHEABLE = "200 OK\nCache-Control: max-age=600\nETag: \"a\"";

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void answers_come_from_origins_from_memory_and_from_disk(Transport transport) throws Exception {
        assumeTrue(transport.isThere(), () -> "there is no " + transport + " here");
        var video = "0123456789abcdef".repeat(5 * MB / 16);
        var limits = new DiskLimits(folder, 32L * MB, 8L * MB, 4L * MB, 4L * MB, MB);
        try (var proxy = TestProxy.by(transport, limits);
                var origin =
                        new ScriptedOrigin((request, out) -> {
                            var large = request.line().contains("/video");
                            out.write(ScriptedOrigin.answer(CACHEABLE, large ? video : "hello"));
                        })) {
            for (var status : new String[] {"stored", "hit", "hit"}) {
                var page = proxy.get(origin.url("/page"));
                assertThat(page.text()).isEqualTo("hello");
                assertThat(page.field("Cache-Status")).contains(status);
                var film = proxy.get(origin.url("/video"));
                assertThat(film.text()).isEqualTo(video);
                assertThat(film.field("Cache-Status")).contains(status);
                proxy.store.settled().get(20, TimeUnit.SECONDS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void a_tunnel_leads_out_by_the_same_interface(Transport transport) throws IOException {
        assumeTrue(transport.isThere(), () -> "there is no " + transport + " here");
        try (var origin = ScriptedOrigin.saying("200 OK", "through it");
                var proxy = TestProxy.by(transport, origin.port());
                var client = proxy.connect()) {
            client.send("CONNECT origin.test:" + origin.port() + " HTTP/1.1\nHost: a\n\n");
            assertThat(client.in.readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            while (client.in.read() != '\n' || client.in.read() != '\r') {}
            client.in.skipNBytes(1);
            assertThat(client.hear().text()).isEqualTo("through it");
        }
    }
}
