package io.labnet.dns.wiring;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which name servers this process runs. All listen at the lab's port for DNS: 53 plus {@code
 * labnet.port-offset}; those with TLS likewise at 853 and 443.
 *
 * @param servers the authoritative ones
 * @param resolver the recursive one
 * @param tcpIdle how long a TCP connection may be idle, 100 ms to an hour
 * @param rotation whether sets of records begin with another one each time, in zones of which
 *     nobody has said
 */
@ConfigurationProperties("labnet.dns")
public record DnsSettings(
        @DefaultValue List<Server> servers,
        @DefaultValue ResolverSettings resolver,
        @DefaultValue("10s") Duration tcpIdle,
        @DefaultValue("false") boolean rotation) {
    private static final Duration TCP_IDLE_MIN = Duration.ofMillis(100);
    // Of the 6,553 s that can be told (RFC 7828 section 3.1).
    private static final Duration TCP_IDLE_MAX = Duration.ofHours(1);

    public DnsSettings {
        if (tcpIdle.compareTo(TCP_IDLE_MIN) < 0 || tcpIdle.compareTo(TCP_IDLE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "labnet.dns.tcp-idle is " + tcpIdle + ", but must be 100ms to 1h");
        }
    }

    /**
     * One authoritative name server.
     *
     * @param name the host of the world that it is
     * @param zones which zones it serves, each from its master file; {@code {{reverse}}} for the
     *     lab's reverse zone
     * @param recursive whether it asks on behalf of those who want that, instead of referring them
     * @param clientSubnet whether it honours what resolvers say of where their clients are
     * @param tls whether it listens for DNS over TLS and over HTTPS, too
     */
    public record Server(
            String name,
            List<String> zones,
            @DefaultValue("false") boolean recursive,
            @DefaultValue("false") boolean clientSubnet,
            @DefaultValue("false") boolean tls) {}
}
