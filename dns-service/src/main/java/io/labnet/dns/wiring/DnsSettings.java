package io.labnet.dns.wiring;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which name servers this process runs. All listen at the lab's port for DNS: 53 plus {@code
 * labnet.port-offset}.
 *
 * @param servers the authoritative ones
 * @param resolver the recursive one
 * @param tcpIdle how long a TCP connection may be idle
 */
@ConfigurationProperties("labnet.dns")
public record DnsSettings(
        @DefaultValue List<Server> servers,
        @DefaultValue Resolver resolver,
        @DefaultValue("10s") Duration tcpIdle) {

    /**
     * One authoritative name server.
     *
     * @param name the host of the world that it is
     * @param zones which zones it serves, each from its master file; {@code {{reverse}}} for the
     *     lab's reverse zone
     */
    public record Server(String name, List<String> zones) {}

    /**
     * The recursive name server.
     *
     * @param enabled false where this process is to run none
     * @param name the host of the world that it is
     * @param clients the networks whose questions it answers, such as {@code 127.0.0.0/8}
     * @param roots which hosts of the world are the root's name servers; it starts from these
     * @param forwards what is not asked of the lab's own servers: for each domain the resolver that
     *     knows it, such as {@code cluster.local=10.96.0.10}, with its port where that is not 53
     * @param cacheEntries how many sets of records it remembers
     */
    public record Resolver(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("dns.poly.edu") String name,
            @DefaultValue("127.0.0.0/8") List<String> clients,
            @DefaultValue List<String> roots,
            @DefaultValue List<String> forwards,
            @DefaultValue("10000") int cacheEntries) {}
}
