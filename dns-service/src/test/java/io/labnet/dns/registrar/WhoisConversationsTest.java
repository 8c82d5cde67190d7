package io.labnet.dns.registrar;

import static io.labnet.dns.registrar.Domains.delegation;
import static io.labnet.dns.registrar.Domains.host;
import static io.labnet.dns.registrar.Domains.name;
import static io.labnet.dns.registrar.Domains.signer;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.server.WhoisProtocol;
import io.labnet.line.LineLimits;
import io.labnet.line.LineListener;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays whole WHOIS conversations from files, one behaviour each, over real sockets: {@code C:}
 * is a line of the client's, {@code R:} raw bytes with escapes, {@code S:} lines of the server's,
 * after which it closes.
 */
class WhoisConversationsTest {
    private static final Path FOLDER = Path.of("src/test/resources/conversations");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-26T08:00:00.5Z"), ZoneOffset.UTC);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;
    private final Trace trace = new Trace(16, CLOCK);
    private final MemoryRegistry com = new MemoryRegistry();
    private Registrar registrar;
    private LineListener listener;

    @BeforeEach
    void start() throws IOException {
        var register = new Register(folder.resolve("registrations.jsonl"));
        registrar = new Registrar(register, com, List.of(name("com")), CLOCK);
        var hosts = List.of(host("dns1.networkutopia.com", "212.212.212.1", "2001:db8::1"));
        var signers = List.of(signer(Domains.UTOPIA, 60_485));
        var utopia = new Delegation(Domains.UTOPIA, hosts, signers);
        registrar.register(new Application(utopia, Domains.ALICE, 2, true));
        var plain = delegation(name("xn--bcher-kva.com"), host("ns.poly.edu"));
        var owner = new Registrant("Zoë Bücher", null, null);
        registrar.register(new Application(plain, owner, 1, false));
        com.set(name("amazon.com"), delegation(name("amazon.com"), host("ns.amazon.com", "::1")));
        com.use(name("own.com"));
        listener = listener(PATIENCE);
        listener.start();
    }

    private LineListener listener(Duration idleMax) {
        var limits = new LineLimits(64, 2, 2, idleMax, Duration.ofMinutes(1));
        var protocol =
                new WhoisProtocol(new Whois(registrar), CLOCK, trace, new SimpleMeterRegistry());
        return new LineListener(
                "dns-whois", new InetSocketAddress("127.0.0.1", 0), limits, protocol, null);
    }

    @AfterEach
    void stop() throws IOException {
        listener.stop();
        registrar.close();
    }

    static Stream<String> conversations() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void it_goes_as_written(String file) throws IOException {
        var transcript = Files.readAllLines(FOLDER.resolve(file));
        com.beSilent(file.startsWith("silent"));
        if (file.startsWith("nobody")) {
            listener.stop();
            listener = listener(Duration.ofMillis(100));
            listener.start();
        }
        var expected =
                transcript.stream()
                        .filter(line -> line.startsWith("S: "))
                        .map(line -> line.substring(3))
                        .toList();
        assertThat(expected).isNotEmpty();
        try (var socket = new Socket()) {
            socket.connect(listener.address());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            for (var line : transcript) {
                if (line.startsWith("C: ") || line.startsWith("R: ")) {
                    var text = line.substring(3);
                    var said = line.startsWith("C") ? text + "\r\n" : text.translateEscapes();
                    socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
                }
            }
            assertThat(heard(socket)).isEqualTo(String.join("\r\n", expected) + "\r\n");
        }
    }

    private static String heard(Socket socket) throws IOException {
        var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
        try (var reader = new BufferedReader(in)) {
            return reader.readAllAsString();
        }
    }

    @Test
    void whoever_comes_when_all_places_are_taken_is_told() throws IOException {
        try (var first = new Socket();
                var second = new Socket();
                var third = new Socket()) {
            first.connect(listener.address());
            second.connect(listener.address());
            third.connect(listener.address());
            third.setSoTimeout((int) PATIENCE.toMillis());
            assertThat(heard(third)).isEqualTo("% Too many connections; try later.\r\n");
        }
    }

    @Test
    void queries_and_answers_are_traced() throws IOException {
        it_goes_as_written("unregistered.whois");
        assertThat(trace.since(0))
                .extracting(exchange -> exchange.protocol() + " " + exchange.summary())
                .containsExactly("WHOIS free.com", "WHOIS No match for \"FREE.COM\".");
    }
}
