package io.labnet.dns.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All name servers of this process, on UDP and TCP. */
public final class NameServers implements AutoCloseable {
    private final List<AutoCloseable> listeners = new ArrayList<>();

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
                        new ReadyAnswers(limits.readyAnswers()),
                        spotlight,
                        rates(limits),
                        cookies,
                        traffic,
                        clock);
        var ports = new ArrayList<Listening>();
        for (var site : sites) {
            var options = new ReplyOptions(site.id(), cookies, limits.tcpIdle(), clock);
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
        for (var listener : listeners.reversed()) {
            try {
                listener.close();
            } catch (IOException unclosed) {
                throw unclosed;
            } catch (Exception unforeseen) {
                throw new IllegalStateException(unforeseen);
            }
        }
        listeners.clear();
    }
}
