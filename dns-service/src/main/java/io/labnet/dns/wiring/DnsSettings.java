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
 * @param tcpIdle how long a TCP connection may be idle
 */
@ConfigurationProperties("labnet.dns")
public record DnsSettings(
        @DefaultValue List<Server> servers,
        @DefaultValue ResolverSettings resolver,
        @DefaultValue("10s") Duration tcpIdle) {

    /**
     * One authoritative name server.
     *
     * @param name the host of the world that it is
     * @param zones which zones it serves, each from its master file; {@code {{reverse}}} for the
     *     lab's reverse zone
     * @param recursive whether it asks on behalf of those who want that, instead of referring them
     * @param tls whether it listens for DNS over TLS and over HTTPS, too
     */
    public record Server(
            String name,
            List<String> zones,
            @DefaultValue("false") boolean recursive,
            @DefaultValue("false") boolean tls) {}
}
