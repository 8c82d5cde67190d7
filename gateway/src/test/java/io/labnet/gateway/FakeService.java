package io.labnet.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A small real HTTP server that behaves as a service's REST API does, well and badly. */
final class FakeService implements AutoCloseable {
    static final String PROBLEM =
            "{\"type\":\"urn:labnet:problem:not-found\",\"detail\":\"No such zone.\"}";
    static final String EXCHANGE =
            "{\"number\":%d,\"at\":\"2026-01-01T00:00:0%dZ\",\"protocol\":\"DNS\","
                    + "\"from\":\"127.0.0.1:5353\",\"to\":\"127.53.0.1:1053\",\"summary\":\"%s\"}";

    private static final String PEER =
            "{\"name\":\"clara\",\"torrent\":\"demo\",\"state\":\"DOWNLOADING\","
                    + "\"piecesHave\":2,\"pieces\":8,\"lengthBytes\":4194304,\"connections\":1,"
                    + "\"downloadBytesPerSecond\":90000,\"uploadBytesPerSecond\":0,"
                    + "\"problem\":\"\"}";
    static final String STRANGERS_WORDS = "<img src=x onerror=document.title=1>";

    final String noun;
    final AtomicInteger openStreams = new AtomicInteger();

    /** Method, URI and body of whatever came to what a test made it answer. */
    final List<String> received = new CopyOnWriteArrayList<>();

    /** One permit lets one more event out on some stream. */
    final Semaphore events = new Semaphore(0);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    FakeService(String noun) throws IOException {
        this(noun, 0);
    }

    FakeService(String noun, int port) throws IOException {
        this(noun, "127.0.0.1", port);
    }

    FakeService(String noun, String address, int port) throws IOException {
        this.noun = noun;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port), 0);
        server.setExecutor(threads);
        server.createContext("/actuator/health/readiness", says(200, "{\"status\":\"UP\"}"));
        server.createContext("/v3/api-docs", says(200, "{\"openapi\":\"3.1.0\"}"));
        var api = "/api/" + noun;
        server.createContext(api, FakeService::echo);
        server.createContext(api + "/counters", says(200, "{\"queries\":7,\"peers\":1}"));
        server.createContext(api + "/missing", says(404, PROBLEM));
        server.createContext(api + "/broken", says(500, PROBLEM));
        server.createContext(api + "/made", this::made);
        server.createContext(api + "/half", FakeService::half);
        server.createContext(api + "/exchanges", says(200, exchanges()));
        server.createContext(api + "/exchanges/events", this::stream);
        server.createContext(
                api + "/events",
                noun.equals("peers")
                        ? says("text/event-stream", "data:" + PEER + "\n\n")
                        : this::stream);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://" + address() + ":" + port();
    }

    String address() {
        return server.getAddress().getAddress().getHostAddress();
    }

    /** From now on this is what it says to whatever begins with a path. */
    void answers(String path, int status, String json) {
        handle(path, says(status, json));
    }

    /** Never says anything to this, and hangs up. */
    void hangsUp(String path) {
        handle(path, HttpExchange::close);
    }

    /** Has a list, and pages through it as services do. */
    void lists(String path, List<String> items) {
        handle(
                path,
                exchange -> {
                    var page = field(exchange, "page", 0);
                    var size = field(exchange, "size", 100);
                    var start = Math.min(page * size, items.size());
                    var cut = items.subList(start, Math.min(start + size, items.size()));
                    answer(
                            exchange,
                            200,
                            "{\"items\":[%s],\"page\":%d,\"size\":%d,\"total\":%d}"
                                    .formatted(String.join(",", cut), page, size, items.size()));
                });
    }

    private static int field(HttpExchange exchange, String name, int otherwise) {
        var query = String.valueOf(exchange.getRequestURI().getQuery());
        return Stream.of(query.split("&"))
                .filter(field -> field.startsWith(name + "="))
                .map(field -> Integer.parseInt(field.substring(name.length() + 1)))
                .findFirst()
                .orElse(otherwise);
    }

    private void handle(String path, HttpHandler handler) {
        server.createContext(
                path,
                exchange -> {
                    var body = exchange.getRequestBody().readAllBytes();
                    received.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + new String(body, StandardCharsets.UTF_8));
                    handler.handle(exchange);
                });
    }

    private static String exchanges() {
        return "{\"items\":["
                + EXCHANGE.formatted(3, 3, STRANGERS_WORDS)
                + ","
                + EXCHANGE.formatted(2, 2, "NOERROR gaia.cs.umass.edu A")
                + ","
                + EXCHANGE.formatted(1, 1, "gaia.cs.umass.edu A?")
                + "],\"page\":0,\"size\":100,\"total\":3}";
    }

    private static HttpHandler says(String type, String body) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            answer(exchange, 200, body);
        };
    }

    private static HttpHandler says(int status, String body) {
        return exchange -> answer(exchange, status, body);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            var type = status < 400 ? "application/json" : "application/problem+json";
            exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of(type));
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Tells what of the request arrived here: method, URI, a few headers, the body's length. */
    private static void echo(HttpExchange exchange) throws IOException {
        var length = 0;
        for (int n = 0; n >= 0; n = exchange.getRequestBody().read(new byte[8192])) {
            length += n;
        }
        var headers = exchange.getRequestHeaders();
        exchange.getResponseHeaders().set("X-Here", "1");
        exchange.getResponseHeaders().set("Connection", "x-here");
        answer(
                exchange,
                200,
                "%s %s authorization=%s content-type=%s here=%s length=%d"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI(),
                                headers.getFirst("Authorization"),
                                headers.getFirst("Content-Type"),
                                headers.getFirst("X-Here"),
                                length));
    }

    private void made(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Location", url() + "/api/" + noun + "/zones/edu");
        answer(exchange, 201, "{}");
    }

    /** Announces a million bytes and sends as many as the query says. */
    private static void half(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1_000_000);
        var query = exchange.getRequestURI().getQuery();
        var bytes = Integer.parseInt(query.substring(query.indexOf('=') + 1));
        exchange.getResponseBody().write(new byte[bytes]);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    /** Sends a comment at once and an event for each permit, until somebody hangs up. */
    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        openStreams.incrementAndGet();
        try (exchange;
                var out = exchange.getResponseBody()) {
            for (int number = 1; ; ) {
                out.write(":still here\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (events.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    var event = EXCHANGE.formatted(number, 3, "live " + number);
                    out.write(
                            ("event:exchange\ndata:" + event + "\n\n")
                                    .getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    number++;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            openStreams.decrementAndGet();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
