package io.labnet.dns.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** All name servers of this process, on UDP and TCP, and on TLS and HTTPS where they want it. */
public final class NameServers implements Closeable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final List<Closeable> listeners = new ArrayList<>();

    /**
     * One name server: where it listens, and what it does.
     *
     * @param id tells it from other servers of the same zones, for people (RFC 5001)
     * @param maintenance of its zones; null where nobody may change or fetch any
     * @param encryption null where it speaks in the clear alone
     */
    public record Site(
            InetSocketAddress address,
            NameService service,
            String id,
            @Nullable ZoneMaintenance maintenance,
            @Nullable Encryption encryption) {
        public Site(InetSocketAddress address, NameService service) {
            this(address, service, address.getHostString(), null);
        }

        public Site(
                InetSocketAddress address,
                NameService service,
                String id,
                @Nullable ZoneMaintenance maintenance) {
            this(address, service, id, maintenance, null);
        }
    }

    /**
     * Where a name server listens besides, and what it shows there.
     *
     * @param tls for DNS over TLS
     * @param https for DNS over HTTPS
     * @param certificate asked at each connection
     */
    public record Encryption(
            InetSocketAddress tls, InetSocketAddress https, Supplier<SSLContext> certificate) {}

    /**
     * Binds them all and begins to listen.
     *
     * @param cookieSecret 16 bytes; servers that are to know each other's cookies share it
     * @throws IOException when a port cannot be had; the message names it, and none is bound then
     */
    public NameServers(
            List<Site> sites,
            ListenerLimits limits,
            byte[] cookieSecret,
            Traffic traffic,
            Clock clock)
            throws IOException {
        var cookies = new Cookies(cookieSecret);
        var spotlight = new Spotlight(limits.shownPerSecond());
        var around =
                new UdpPort.Surroundings(
                        new ReadyAnswers(traffic.isLogged() ? 0 : limits.readyAnswers()),
                        spotlight,
                        rates(limits),
                        cookies,
                        limits.cookiesRequired(),
                        traffic,
                        clock);
        var ports = new ArrayList<Listening>();
        var tls = new ArrayList<Listening>();
        var https = new ArrayList<Listening>();
        for (var site : sites) {
            var options =
                    new ReplyOptions(
                            site.id(), cookies, limits.cookiesRequired(), limits.tcpIdle(), clock);
            var responder = new Responder(site.service(), site.maintenance(), options, traffic);
            ports.add(new Listening(site.address(), responder));
            var encryption = site.encryption();
            if (encryption != null) {
                var certificate = encryption.certificate();
                tls.add(new Listening(encryption.tls(), responder, certificate));
                https.add(new Listening(encryption.https(), responder, certificate));
            }
        }
        var places = new Places(limits.tcpConnections(), limits.tcpConnectionsPerClient());
        try {
            listeners.add(new UdpListener(ports, around));
            var streams = Stream.concat(ports.stream(), tls.stream()).toList();
            listeners.add(new TcpListener(streams, limits, places, traffic, spotlight, clock));
            if (!https.isEmpty()) {
                listeners.add(new HttpsListener(https, limits, places, traffic, spotlight, clock));
            }
        } catch (IOException refused) {
            close();
            throw refused;
        }
    }

    private static @Nullable ResponseRates rates(ListenerLimits limits) {
        return limits.responsesPerSecond() == 0
                ? null
                : new ResponseRates(limits.responsesPerSecond(), limits.slip());
    }

    @Override
    public void close() throws IOException {
        try {
            close(listeners.reversed());
        } finally {
            listeners.clear();
        }
    }

    /**
     * Closes them all, even where one of them does not close.
     *
     * @throws IOException of the first that did not
     */
    static void close(Iterable<? extends Closeable> all) throws IOException {
        IOException trouble = null;
        for (var one : all) {
            try {
                one.close();
            } catch (IOException unclosed) {
                trouble = trouble == null ? unclosed : trouble;
            }
        }
        if (trouble != null) {
            throw trouble;
        }
    }

    /** Waits for threads to end, a few seconds at most: only then are their ports free. */
    static void awaitEnd(List<Thread> threads) {
        var deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        try {
            for (var thread : threads) {
                thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
