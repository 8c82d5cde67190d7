package io.labnet.webcache.proxy;

import io.labnet.network.Network;
import io.labnet.stub.Lookup;
import io.labnet.trace.Trace;
import io.labnet.webcache.access.AccessLog;
import io.labnet.webcache.access.Ledger;
import io.labnet.webcache.access.Tallies;
import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.ProxyUsers;
import io.labnet.webcache.store.FillingSpace;
import io.labnet.webcache.store.Flights;
import io.labnet.webcache.store.ObjectStore;
import io.labnet.webcache.upstream.Destinations;
import io.labnet.webcache.upstream.OriginLimits;
import io.labnet.webcache.upstream.Routes;
import io.labnet.webcache.upstream.Upstream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.threeten.extra.MutableClock;

/** A whole proxy on a port of its own, with a clock that a test turns. */
final class TestProxy implements AutoCloseable {
    static final int OBJECT_BYTES_MAX = 1024 * 1024;

    private static final List<Network> HERE = List.of(Network.parse("127.0.0.0/8"));
    private static final Admission OPEN = new Admission(HERE, HERE, new ProxyUsers(Map.of()));

    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    final MutableClock clock = MutableClock.of(START, ZoneOffset.UTC);
    final ObjectStore store = new ObjectStore(8L * OBJECT_BYTES_MAX);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Trace trace = new Trace(1000, clock);
    final AccessLog log = new AccessLog(1000);
    private final Routes routes;
    private final Parts parts;
    private final ProxyServer server;

    TestProxy(Integer... tunnelPorts) throws IOException {
        this(Duration.ofSeconds(2), Duration.ofSeconds(10), tunnelPorts);
    }

    /**
     * A proxy of less than usual patience.
     *
     * @param silence how long an origin may say nothing
     * @param idle how long a client may say nothing
     */
    TestProxy(Duration silence, Duration idle, Integer... tunnelPorts) throws IOException {
        this(silence, clientLimits(idle), OPEN, tunnelPorts);
    }

    private TestProxy(
            Duration silence, ClientLimits clients, Admission admission, Integer... tunnelPorts)
            throws IOException {
        var destinations = new Destinations(HERE, Set.of(25), Set.of(tunnelPorts));
        routes = new Routes(TestProxy::lookUp, destinations, new InetSocketAddress("127.0.0.1", 1));
        var origins =
                new OriginLimits(
                        32, 256, Duration.ofSeconds(30), Duration.ofSeconds(2), silence, 16_384);
        parts =
                new Parts(
                        "proxy.test",
                        admission,
                        clients,
                        store,
                        new FillingSpace(4L * OBJECT_BYTES_MAX, OBJECT_BYTES_MAX),
                        new Flights(),
                        new Upstream(routes, origins, trace),
                        new Counts(meters, store),
                        new Ledger(log, new Tallies(meters), null, clock),
                        trace,
                        clock);
        server = new ProxyServer(parts, new InetSocketAddress("127.0.0.1", 0));
        server.start();
    }

    /** A proxy that expects of its clients what the limits say. */
    static TestProxy with(ClientLimits clients) throws IOException {
        return new TestProxy(Duration.ofSeconds(20), clients, OPEN);
    }

    /** A proxy for some only. */
    static TestProxy with(Admission admission, Integer... tunnelPorts) throws IOException {
        var patience = Duration.ofSeconds(20);
        return new TestProxy(patience, clientLimits(patience), admission, tunnelPorts);
    }

    private static ClientLimits clientLimits(Duration idle) {
        return new ClientLimits(
                200, 8, 16, idle, idle, idle, 500, Duration.ofSeconds(5), 4096, 16_384);
    }

    // The lab's DNS in small: one host, one far away, one without an address, one that is silent.
    private static Lookup<InetAddress> lookUp(String host) {
        return switch (host) {
            case "origin.test" -> new Lookup.Found<>(List.of(InetAddress.getLoopbackAddress()));
            case "far.test" -> new Lookup.Found<>(List.of(address(192, 0, 2, 1)));
            case "two.test" ->
                    new Lookup.Found<>(List.of(address(127, 9, 9, 9), address(127, 0, 0, 1)));
            case "mail.test" -> new Lookup.NoData<>(host);
            case "silent.test" -> new Lookup.Failed<>(host, "no answer from the resolver");
            default -> new Lookup.NoSuchName<>(host);
        };
    }

    private static InetAddress address(int a, int b, int c, int d) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** One more proxy of the same parts, not yet started. */
    ProxyServer another(InetSocketAddress where) {
        return new ProxyServer(parts, where);
    }

    double count(String name) {
        var meter = meters.get("labnet.web-cache." + name).meter();
        return meter.measure().iterator().next().getValue();
    }

    /** A connection to the proxy. */
    Client connect() throws IOException {
        return new Client(new Socket(address().getAddress(), address().getPort()));
    }

    /** One request on a connection of its own; lines after the first are fields. */
    Message ask(String method, String url, String... fields) throws IOException {
        try (var client = connect()) {
            return client.ask(method, url, fields);
        }
    }

    Message get(String url, String... fields) throws IOException {
        return ask("GET", url, fields);
    }

    @Override
    public void close() {
        server.stop();
        routes.close();
    }

    /** A client that writes what it likes. */
    static final class Client implements AutoCloseable {
        final Socket socket;
        final InputStream in;

        private Client(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(20_000);
            in = new BufferedInputStream(socket.getInputStream());
        }

        void send(String text) throws IOException {
            socket.getOutputStream()
                    .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        void sendAsIs(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        Message ask(String method, String url, String... fields) throws IOException {
            var lines = fields.length == 0 ? "" : String.join("\n", fields) + "\n";
            send(method + " " + url + " HTTP/1.1\nHost: any.test\n" + lines + "\n");
            return Message.response(in, method);
        }

        Message hear() throws IOException {
            return Message.response(in, "GET");
        }

        /** Whether the proxy has closed the connection. */
        boolean isClosed() throws IOException {
            return in.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
