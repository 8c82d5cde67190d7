package io.labnet.dns.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All name servers of this process, on UDP and TCP: one thread for the authoritative ones, which
 * never wait, and one for the recursive ones.
 */
public final class NameServers implements AutoCloseable {
    private final List<AutoCloseable> listeners = new ArrayList<>();

    /**
     * One name server: where it listens, and what it does.
     *
     * @param maintenance null where it has no zones of its own
     */
    public record Site(
            InetSocketAddress address, NameService service, @Nullable ZoneMaintenance maintenance) {
        public Site(InetSocketAddress address, NameService service) {
            this(address, service, null);
        }

        private String role() {
            return service.role();
        }
    }

    /**
     * Binds them all and begins to listen.
     *
     * @param tcpIdle how long a TCP connection may be idle
     * @throws IOException when a port cannot be had; the message names it, and none is bound then
     */
    public NameServers(List<Site> sites, Duration tcpIdle, Traffic traffic) throws IOException {
        var ports = sites.stream().map(site -> listening(site, traffic)).toList();
        try {
            for (var role : sites.stream().map(Site::role).distinct().toList()) {
                var same = sites.stream().filter(site -> site.role().equals(role));
                var together = same.map(site -> listening(site, traffic)).toList();
                listeners.add(new UdpListener("dns-udp-" + role, together, traffic));
            }
            listeners.add(new TcpListener(ports, tcpIdle, traffic));
        } catch (IOException refused) {
            close();
            throw refused;
        }
    }

    private static Listening listening(Site site, Traffic traffic) {
        return new Listening(
                site.address(), new Responder(site.service(), site.maintenance(), traffic));
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
