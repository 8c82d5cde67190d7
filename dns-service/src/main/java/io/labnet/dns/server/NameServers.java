package io.labnet.dns.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All name servers of this process, on UDP and TCP. */
public final class NameServers implements Closeable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final List<Closeable> listeners = new ArrayList<>();

    /**
     * One name server: where it listens, and what it does.
     *
     * @param id tells it from other servers of the same zones, for people (RFC 5001)
     * @param maintenance of its zones; null where nobody may change or fetch any
     */
    public record Site(
            InetSocketAddress address,
            NameService service,
            String id,
            @Nullable ZoneMaintenance maintenance) {
        public Site(InetSocketAddress address, NameService service) {
            this(address, service, address.getHostString(), null);
        }
    }

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
        for (var site : sites) {
            var options =
                    new ReplyOptions(
                            site.id(), cookies, limits.cookiesRequired(), limits.tcpIdle(), clock);
            var responder = new Responder(site.service(), site.maintenance(), options, traffic);
            ports.add(new Listening(site.address(), responder));
        }
        try {
            listeners.add(new UdpListener(ports, around));
            listeners.add(new TcpListener(ports, limits, traffic, spotlight, clock));
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
