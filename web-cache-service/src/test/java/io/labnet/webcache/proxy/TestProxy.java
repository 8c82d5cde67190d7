package io.labnet.webcache.proxy;

import io.labnet.accesslog.AccessLog;
import io.labnet.loops.Transport;
import io.labnet.network.Network;
import io.labnet.stub.Lookup;
import io.labnet.tls.Certificates;
import io.labnet.trace.Trace;
import io.labnet.webcache.access.Access;
import io.labnet.webcache.access.Ledger;
import io.labnet.webcache.access.Tallies;
import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.ProxyUsers;
import io.labnet.webcache.edge.Door;
import io.labnet.webcache.edge.Siblings;
import io.labnet.webcache.edge.Siblings.Sibling;
import io.labnet.webcache.edge.Site;
import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.store.DiskLimits;
import io.labnet.webcache.store.Flights;
import io.labnet.webcache.store.ObjectStore;
import io.labnet.webcache.upstream.Destinations;
import io.labnet.webcache.upstream.Guard;
import io.labnet.webcache.upstream.OriginLimits;
import io.labnet.webcache.upstream.Routes;
import io.labnet.webcache.upstream.Trust;
import io.labnet.webcache.upstream.Upstream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.threeten.extra.MutableClock;

/** A whole proxy on a port of its own, with a clock that a test turns. */
final class TestProxy implements AutoCloseable {
    static final int OBJECT_BYTES_MAX = 1024 * 1024;

    static final Discretion DISCRETION =
            new Discretion(List.of("CDN-Cache-Control"), Duration.ofSeconds(5), false);

    private static final List<Network> HERE = List.of(Network.parse("127.0.0.0/8"));
    private static final Admission OPEN = new Admission(HERE, HERE, new ProxyUsers(Map.of()));

    private static final Trust NOBODY = new Trust(List::of);

    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    /**
     * What may differ from one test's proxy to another's.
     *
     * @param idle how long a client may say nothing
     */
    record As(
            String pseudonym,
            OriginLimits origins,
            Duration idle,
            Set<Integer> refusedPorts,
            Guard guard,
            List<Site> sites,
            List<Sibling> siblings,
            Trust trust) {
        static final As USUAL = patient(Duration.ofSeconds(2), Duration.ofSeconds(10));

        /**
         * As usual, but for its patience.
         *
         * @param silence how long an origin may say nothing
         * @param idle how long a client may say nothing
         */
        static As patient(Duration silence, Duration idle) {
            return new As(
                    "proxy.test",
                    new OriginLimits(
                            32,
                            256,
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(2),
                            silence,
                            silence,
                            16_384),
                    idle,
                    Set.of(25),
                    Guard.USUAL,
                    List.of(),
                    List.of(),
                    NOBODY);
        }

        As refusing(int port) {
            var ports = Set.of(port);
            return new As(pseudonym, origins, idle, ports, guard, sites, siblings, trust);
        }

        As with(Guard other) {
            return new As(pseudonym, origins, idle, refusedPorts, other, sites, siblings, trust);
        }

        As with(Site... some) {
            var all = List.of(some);
            return new As(pseudonym, origins, idle, refusedPorts, guard, all, siblings, trust);
        }

        As among(String name, Sibling... others) {
            var all = List.of(others);
            return new As(name, origins, idle, refusedPorts, guard, sites, all, trust);
        }

        /** As this, but for how long an origin may take to begin its answer, and to go on. */
        As hearing(Duration first, Duration next) {
            return with(
                    new OriginLimits(
                            32, 256, origins.idle(), origins.connect(), first, next, 16_384));
        }

        /** As this, but for how long it waits for a connection, and keeps one that is unused. */
        As connecting(Duration connect, Duration kept) {
            var first = origins.firstByte();
            return with(new OriginLimits(32, 256, kept, connect, first, origins.silence(), 16_384));
        }

        private As with(OriginLimits other) {
            return new As(pseudonym, other, idle, refusedPorts, guard, sites, siblings, trust);
        }

        As with(Trust other) {
            return new As(pseudonym, origins, idle, refusedPorts, guard, sites, siblings, other);
        }
    }

    /** Clients wait for each other's fetches. */
    static final ClientLimits.Collapse WAITING =
            new ClientLimits.Collapse(Duration.ofSeconds(5), Duration.ofHours(1), 0);

    private static final As PATIENT = As.patient(Duration.ofSeconds(20), Duration.ofSeconds(20));

    final MutableClock clock = MutableClock.of(START, ZoneOffset.UTC);
    final ObjectStore store;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Trace trace = new Trace(1000, clock);
    final Upstream upstream;
    volatile List<InetAddress> moving = List.of();
    final AccessLog<Access> log = new AccessLog<>(1000, List.of());
    private final Routes routes;
    private final Parts parts;
    private final ProxyServer server;

    TestProxy(Integer... tunnelPorts) throws IOException {
        this(As.USUAL, tunnelPorts);
    }

    /**
     * A proxy of less than usual patience.
     *
     * @param silence how long an origin may say nothing
     * @param idle how long a client may say nothing
     */
    TestProxy(Duration silence, Duration idle, Integer... tunnelPorts) throws IOException {
        this(DISCRETION, silence, idle, tunnelPorts);
    }

    /** A proxy that takes its own liberties. */
    TestProxy(Discretion discretion, Duration silence, Duration idle, Integer... tunnelPorts)
            throws IOException {
        this(
                Optional.empty(),
                discretion,
                As.patient(silence, idle),
                clientLimits(idle),
                OPEN,
                tunnelPorts);
    }

    TestProxy(As as, Integer... tunnelPorts) throws IOException {
        this(Optional.empty(), DISCRETION, as, clientLimits(as.idle()), OPEN, tunnelPorts);
    }

    /** A proxy that stores on disk, too. */
    TestProxy(DiskLimits disk) throws IOException {
        this(Optional.of(disk), DISCRETION, As.USUAL, clientLimits(As.USUAL.idle()), OPEN);
    }

    private TestProxy(
            Optional<DiskLimits> disk,
            Discretion discretion,
            As as,
            ClientLimits clients,
            Admission admission,
            Integer... tunnelPorts)
            throws IOException {
        this(Transport.AUTO, disk, discretion, as, clients, admission, tunnelPorts);
    }

    private TestProxy(
            Transport transport,
            Optional<DiskLimits> disk,
            Discretion discretion,
            As as,
            ClientLimits clients,
            Admission admission,
            Integer... tunnelPorts)
            throws IOException {
        var memory =
                new ObjectStore.Limits(
                        8L * OBJECT_BYTES_MAX, OBJECT_BYTES_MAX, 4L * OBJECT_BYTES_MAX);
        store = new ObjectStore(memory, disk, discretion, clock);
        var destinations = new Destinations(HERE, as.refusedPorts(), Set.of(tunnelPorts));
        routes = new Routes(this::lookUp, destinations, new InetSocketAddress("127.0.0.1", 1));
        upstream =
                new Upstream(
                        routes,
                        as.origins(),
                        as.trust(),
                        trace,
                        as.guard(),
                        new Sites(as.sites()),
                        Siblings.of(as.pseudonym(), 1, as.siblings()),
                        clock);
        parts =
                new Parts(
                        as.pseudonym(),
                        new Door.OfTheProxy(),
                        admission,
                        clients,
                        discretion,
                        store,
                        new Flights<>(),
                        upstream,
                        new Counts(meters, store),
                        new Ledger(log, new Tallies(meters), null, clock),
                        trace,
                        clock);
        var address = new InetSocketAddress("127.0.0.1", 0);
        server = new ProxyServer(parts, transport, address, () -> {});
        server.start();
    }

    /** A proxy whose sockets are served so, which stores on disk, too. */
    static TestProxy by(Transport transport, DiskLimits disk) throws IOException {
        return by(transport, Optional.of(disk));
    }

    /** A proxy whose sockets are served so. */
    static TestProxy by(Transport transport, Integer... tunnelPorts) throws IOException {
        return by(transport, Optional.empty(), tunnelPorts);
    }

    private static TestProxy by(
            Transport transport, Optional<DiskLimits> disk, Integer... tunnelPorts)
            throws IOException {
        var clients = clientLimits(PATIENT.idle());
        return new TestProxy(transport, disk, DISCRETION, PATIENT, clients, OPEN, tunnelPorts);
    }

    /** A proxy that expects of its clients what the limits say. */
    static TestProxy with(ClientLimits clients) throws IOException {
        return new TestProxy(Optional.empty(), DISCRETION, PATIENT, clients, OPEN);
    }

    /** The same, which stores on disk, too. */
    static TestProxy with(ClientLimits clients, DiskLimits disk) throws IOException {
        return new TestProxy(Optional.of(disk), DISCRETION, PATIENT, clients, OPEN);
    }

    /** A proxy for some only. */
    static TestProxy with(Admission admission, Integer... tunnelPorts) throws IOException {
        return with(PATIENT, admission, tunnelPorts);
    }

    /** The same, which differs in what {@code as} says, too. */
    static TestProxy with(As as, Admission admission, Integer... tunnelPorts) throws IOException {
        var clients = clientLimits(as.idle());
        return new TestProxy(Optional.empty(), DISCRETION, as, clients, admission, tunnelPorts);
    }

    private static ClientLimits clientLimits(Duration idle) {
        return new ClientLimits(200, 8, 16, idle, idle, idle, 500, WAITING, 4096, 16_384);
    }

    /** A proxy where who waits for a URL that nobody knows does so for this long at most. */
    static TestProxy waiting(Duration unknown, int beside) throws IOException {
        var collapse = new ClientLimits.Collapse(WAITING.longest(), unknown, beside);
        var idle = PATIENT.idle();
        return with(new ClientLimits(200, 8, 16, idle, idle, idle, 500, collapse, 4096, 16_384));
    }

    // The lab's DNS in small: one host, one far away, one without an address, one that is silent.
    private Lookup<InetAddress> lookUp(String host) {
        return switch (host) {
            case "origin.test" -> new Lookup.Found<>(List.of(InetAddress.getLoopbackAddress()));
            case "far.test" -> new Lookup.Found<>(List.of(address(192, 0, 2, 1)));
            case "two.test" ->
                    new Lookup.Found<>(List.of(address(127, 9, 9, 9), address(127, 0, 0, 1)));
            case "moving.test" -> new Lookup.Found<>(moving);
            case "mail.test" -> new Lookup.NoData<>(host);
            case "silent.test" -> new Lookup.Failed<>(host, "no answer from the resolver");
            default -> new Lookup.NoSuchName<>(host);
        };
    }

    static InetAddress address(int a, int b, int c, int d) {
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

    /** The forward proxy over TLS, not yet started. */
    ProxyServer another(Certificates certificates) {
        var address = new InetSocketAddress("127.0.0.1", 0);
        return new ProxyServer(parts, Transport.AUTO, address, certificates);
    }

    /** What is done over a connection. */
    interface Talk {
        void over(Client client) throws IOException;
    }

    /** Talks to a port of the edge alone, which is open for that long. */
    void atTheEdge(Talk talk) throws IOException {
        var edge = new ProxyServer(parts.atTheEdge(), new InetSocketAddress("127.0.0.1", 0));
        edge.start();
        try (var client = connect(edge.address())) {
            talk.over(client);
        } finally {
            edge.stop();
        }
    }

    /** One more listener over TLS that is no forward proxy, not yet started. */
    ProxyServer edge(Certificates certificates) {
        var address = new InetSocketAddress("127.0.0.1", 0);
        return new ProxyServer(parts.atTheEdge(), Transport.AUTO, address, certificates);
    }

    double count(String name) {
        var meter = meters.get("labnet.web-cache." + name).meter();
        return meter.measure().iterator().next().getValue();
    }

    /** A connection to the proxy. */
    Client connect() throws IOException {
        return connect(address());
    }

    static Client connect(InetSocketAddress to) throws IOException {
        return new Client(new Socket(to.getAddress(), to.getPort()));
    }

    /** One request to a site, as any origin gets it. */
    Message visit(String host, String path, String... fields) throws IOException {
        try (var client = connect()) {
            return client.visit("GET", host, path, fields);
        }
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
        try {
            store.close();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
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

        Message visit(String method, String host, String path, String... fields)
                throws IOException {
            var lines = fields.length == 0 ? "" : String.join("\n", fields) + "\n";
            send(method + " " + path + " HTTP/1.1\nHost: " + host + "\n" + lines + "\n");
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
