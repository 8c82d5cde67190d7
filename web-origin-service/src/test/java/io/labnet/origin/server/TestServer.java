package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labnet.accesslog.AccessLog;
import io.labnet.loops.Transport;
import io.labnet.origin.access.Access;
import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Asked;
import io.labnet.origin.answer.Origin;
import io.labnet.origin.answer.Programs;
import io.labnet.origin.answer.Programs.Mount;
import io.labnet.origin.content.BuiltIn;
import io.labnet.origin.content.Codings;
import io.labnet.origin.content.Finding;
import io.labnet.origin.content.Folder;
import io.labnet.origin.content.KnownFiles;
import io.labnet.origin.content.Overlay;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.content.Shelf;
import io.labnet.origin.content.SiteFolders;
import io.labnet.origin.course.Search;
import io.labnet.origin.message.MessageLimits;
import io.labnet.origin.message.Status;
import io.labnet.origin.site.Cors;
import io.labnet.origin.site.DigestAccess;
import io.labnet.origin.site.DigestAlgorithm;
import io.labnet.origin.site.Freshness;
import io.labnet.origin.site.Policy;
import io.labnet.origin.site.Realm;
import io.labnet.origin.site.Redirect;
import io.labnet.origin.site.Site;
import io.labnet.origin.site.SiteTerms;
import io.labnet.origin.site.Sites;
import io.labnet.origin.site.Terms;
import io.labnet.origin.site.Wanted;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A server on a port of its own, with two small sites and a folder before the first. */
final class TestServer implements AutoCloseable {
    private static final int PUT_BYTES_MAX = 3_000_000;
    private static final int BODY_RATE = 100;
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    final AccessLog<Access> log = new AccessLog<>(100, List.of());
    final Trace trace = new Trace(100, Clock.systemUTC());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Sites sites;
    final SiteTerms terms;
    final OriginServer server;

    /** Down when a program has begun to sleep. */
    final CountDownLatch begun = new CountDownLatch(1);

    /** Down when its sleep was interrupted. */
    final CountDownLatch interrupted = new CountDownLatch(1);

    TestServer(Path data, ServerLimits limits) {
        this(data, limits, 100_000);
    }

    TestServer(Path data, ServerLimits limits, int requestsMax) {
        this(data, limits, requestsMax, Transport.AUTO);
    }

    TestServer(Path data, ServerLimits limits, int requestsMax, Transport transport) {
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        sites =
                new Sites(
                        List.of(
                                school(folder(data)),
                                gaia(),
                                open(folder(data, "open.edu")),
                                broken(),
                                wanting(Wanted.TLS),
                                wanting(Wanted.HTTP_2)),
                        _ -> null);
        terms = new SiteTerms(sites, Terms.usual(limits.requestTimeout(), requestsMax), Map.of());
        var folders = new SiteFolders(data, PUT_BYTES_MAX);
        var codings = new Codings(1_000_000, 500, 1_000_000);
        var origin = new Origin(sites, folders, codings, programs(), clock);
        server = new OriginServer(origin, terms, limits, transport, trace, log, meters, clock);
        server.start(anyPort());
    }

    static List<InetSocketAddress> anyPort() {
        return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Where the first site's own files are. */
    static Path folder(Path data) {
        return folder(data, "www.someschool.edu");
    }

    static Path folder(Path data, String site) {
        return new SiteFolders(data, 0).folder(site);
    }

    /** A file of the first site that has not changed for long. */
    static void place(Path data, String name, byte[] bytes) throws IOException {
        var folder = Files.createDirectories(folder(data));
        var file = Files.write(folder.resolve(name), bytes);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }

    /** Limits that no test meets by accident. */
    static ServerLimits wide() {
        return limits(100, Duration.ofSeconds(30));
    }

    static ServerLimits limits(int connections, Duration timeout) {
        return new ServerLimits(
                new MessageLimits(400, 800, 20, 1000),
                connections,
                connections,
                10,
                timeout,
                timeout,
                BODY_RATE,
                timeout,
                timeout);
    }

    /** Wide but for the bodies of requests. */
    static ServerLimits impatient(Duration bodyGrace) {
        var wide = wide();
        return new ServerLimits(
                wide.message(),
                wide.connectionsMax(),
                wide.clientConnectionsMax(),
                wide.streamsMax(),
                wide.requestTimeout(),
                bodyGrace,
                wide.bodyRate(),
                wide.answerTimeout(),
                wide.sendTimeout());
    }

    /** As an admin does it. */
    void change(String site, Terms wanted) {
        terms.change(Objects.requireNonNull(sites.of(site)), wanted);
    }

    int port() {
        return server.addresses().getFirst().getPort();
    }

    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    double counter(String name) {
        return meters.get("labnet.web-origin." + name).counter().count();
    }

    double openConnections() {
        return meters.get("labnet.web-origin.open-connections").gauge().value();
    }

    @Override
    public void close() {
        server.close();
    }

    private Programs programs() {
        return new Programs(
                Map.of(
                        "www.someschool.edu",
                        List.of(
                                new Mount("/program", this::say),
                                new Mount("/program/sleep", this::sleep),
                                new Mount("/program/digest", TestServer::digest),
                                new Mount("/private/form", this::say),
                                new Mount("/search", new Search())),
                        "open.edu",
                        List.of(
                                new Mount("/fails", TestServer::fail),
                                new Mount("/sealed/form", this::say))));
    }

    private Answer say(Asked asked) {
        var content = new String(asked.content(), UTF_8);
        return Answer.page(Status.OK, "text/plain", asked.head().line() + " " + content + "\n");
    }

    private Answer sleep(Asked asked) {
        begun.countDown();
        try {
            Thread.sleep(Duration.ofMinutes(5));
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
        return say(asked);
    }

    private static Answer digest(Asked asked) {
        try {
            var sum = MessageDigest.getInstance("SHA-256").digest(asked.content());
            return Answer.page(Status.OK, "text/plain", HexFormat.of().formatHex(sum));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static Site school(Path folder) {
        var files =
                Map.of(
                        "hello.txt", "Hello, school!\n".getBytes(UTF_8),
                        "long.txt", numbers().getBytes(UTF_8),
                        "docs/index.html", "The documents.\n".getBytes(UTF_8),
                        "bare/page.txt", "A page.\n".getBytes(UTF_8),
                        "drop/came-along.txt", "From the start.\n".getBytes(UTF_8),
                        "private/page.txt", "A secret.\n".getBytes(UTF_8));
        var memory = new KnownFiles(100_000, 10_000);
        return new Site(
                "www.someschool.edu",
                Set.of("www.school.example"),
                List.of("index.html"),
                List.of(new Freshness("/hello", Duration.ofMinutes(1))),
                List.of(new Realm("/private/", "friends only", Map.of("alice", "ketchup"))),
                new Overlay(new Folder(folder, memory, Clock.systemUTC()), builtIn(files)),
                new Policy(
                        List.of("/drop/", "/private/drop/"),
                        true,
                        false,
                        List.of(),
                        Map.of(),
                        Cors.NONE,
                        Wanted.ANYTHING));
    }

    private static String numbers() {
        return IntStream.range(0, 250).mapToObj("%04d"::formatted).collect(Collectors.joining());
    }

    private static Site gaia() {
        var files = Map.of("hello.txt", "Hello, gaia!\n".getBytes(UTF_8));
        return new Site(
                "gaia.cs.umass.edu", Set.of(), List.of(), List.of(), List.of(), builtIn(files));
    }

    private static Site open(Path folder) {
        var files =
                Map.of(
                        "a <b>.txt", "Odd.\n".getBytes(UTF_8),
                        "docs/page.txt", "A page.\n".getBytes(UTF_8),
                        "errors/400.html", "<p>Pardon?</p>\n".getBytes(UTF_8),
                        "errors/404.html", "<p>Lost?</p>\n".getBytes(UTF_8),
                        "secret/page.txt", "A secret.\n".getBytes(UTF_8),
                        "sealed/page.txt", "A sealed page.\n".getBytes(UTF_8));
        var realm =
                new Realm(
                        "/secret/",
                        "spies only",
                        Map.of("bond", "007"),
                        new DigestAccess(DigestAccess.Offer.USUAL, Clock.systemUTC()));
        var sealed =
                new Realm(
                        "/sealed/",
                        "spies only",
                        Map.of("bond", "007"),
                        new DigestAccess(
                                new DigestAccess.Offer(
                                        List.of(DigestAlgorithm.SHA_256_SESS), true, true),
                                Clock.systemUTC()));
        var redirects =
                List.of(
                        new Redirect("/old/", "/docs/", Status.MOVED_PERMANENTLY),
                        new Redirect("/home/", "/", Status.FOUND),
                        new Redirect("/found", "/docs/page.txt", Status.FOUND),
                        new Redirect("/done", "/docs/page.txt", Status.SEE_OTHER),
                        new Redirect(
                                "/away", "http://gaia.cs.umass.edu/", Status.TEMPORARY_REDIRECT),
                        new Redirect(
                                "/gone/", "http://gaia.cs.umass.edu/", Status.PERMANENT_REDIRECT));
        return new Site(
                "open.edu",
                Set.of(),
                List.of(),
                List.of(),
                List.of(realm, sealed),
                new Overlay(
                        new Folder(folder, new KnownFiles(100_000, 10_000), Clock.systemUTC()),
                        builtIn(files)),
                new Policy(
                        List.of("/drop/", "/sealed/drop/"),
                        true,
                        true,
                        redirects,
                        Map.of(
                                400, "/errors/400.html",
                                404, "/errors/404.html",
                                408, "/errors/400.html",
                                413, "/errors/400.html",
                                414, "/errors/400.html",
                                431, "/errors/400.html",
                                500, "/errors/400.html"),
                        new Cors(
                                Set.of("https://app.example"),
                                List.of("X-Lab"),
                                true,
                                Duration.ofMinutes(10)),
                        Wanted.ANYTHING));
    }

    /** {@code tls.edu} and {@code http-2.edu}. */
    private static Site wanting(Wanted wanted) {
        return new Site(
                wanted.name().toLowerCase(Locale.ROOT).replace("_", "-") + ".edu",
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                builtIn(Map.of("hello.txt", "Well spoken!\n".getBytes(UTF_8))),
                new Policy(List.of(), false, false, List.of(), Map.of(), Cors.NONE, wanted));
    }

    private static Answer fail(Asked asked) {
        throw new IllegalStateException("a bug, met by " + asked.head().line());
    }

    // What a disk that fails looks like from here.
    private static Site broken() {
        var shelf =
                new Shelf() {
                    @Override
                    public Finding find(ResourcePath path) {
                        throw new UncheckedIOException(new IOException("the disk is gone"));
                    }

                    @Override
                    public SortedSet<String> names(int most) {
                        return new TreeSet<>();
                    }

                    @Override
                    public List<Entry> list(ResourcePath path, int most) {
                        return List.of();
                    }
                };
        return new Site("broken.edu", Set.of(), List.of(), List.of(), List.of(), shelf);
    }

    private static BuiltIn builtIn(Map<String, byte[]> files) {
        return new BuiltIn(files, Instant.parse("2026-01-01T00:00:00.5Z"));
    }
}
