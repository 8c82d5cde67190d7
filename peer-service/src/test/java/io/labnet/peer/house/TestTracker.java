package io.labnet.peer.house;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.tracker.AnnounceResponse;
import io.labnet.bittorrent.tracker.InvalidTrackerMessageException;
import io.labnet.bittorrent.tracker.TrackerPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tracker for tests: names everybody to everybody, and keeps a torrent that was published. */
public final class TestTracker implements AutoCloseable {
    private final HttpServer server;
    private final Set<InetSocketAddress> swarm = ConcurrentHashMap.newKeySet();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile byte[] torrent = {};

    public TestTracker() throws IOException {
        this(0);
    }

    /**
     * A tracker.
     *
     * @param port 0 for any
     */
    TestTracker(int port) throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        server.createContext("/announce", this::announce);
        server.createContext("/torrents", this::torrents);
        server.start();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** What was announced, such as {@code 127.69.200.1 started}. */
    public List<String> events() {
        return events;
    }

    /** What was published. */
    byte[] torrent() {
        return torrent.clone();
    }

    /** Names one more peer to whoever asks. */
    public void name(InetSocketAddress address) {
        swarm.add(address);
    }

    /** Loses what was published. */
    void forget() {
        torrent = new byte[0];
    }

    private void announce(HttpExchange exchange) throws IOException {
        try {
            var request = AnnounceRequest.parse(exchange.getRequestURI().getRawQuery() + "");
            var from = exchange.getRemoteAddress().getAddress();
            var peer = new InetSocketAddress(from, request.port());
            events.add(from.getHostAddress() + " " + request.event().word());
            if (request.event() == AnnounceEvent.STOPPED) {
                swarm.remove(peer);
            } else {
                swarm.add(peer);
            }
            var others = swarm.stream().filter(p -> !p.equals(peer));
            answer(
                    exchange,
                    new AnnounceResponse.Success(60, 1, 0, 0, others.map(TrackerPeer::of).toList())
                            .toBytes(true));
        } catch (InvalidTrackerMessageException e) {
            answer(
                    exchange,
                    new AnnounceResponse.Failure(String.valueOf(e.getMessage())).toBytes());
        }
    }

    private void torrents(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            torrent = exchange.getRequestBody().readAllBytes();
        }
        answer(exchange, torrent);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
