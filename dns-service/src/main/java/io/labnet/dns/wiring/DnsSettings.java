package io.labnet.dns.wiring;

import java.net.InetAddress;
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
     * @param name its host name, for people
     * @param address where it listens
     * @param zones which zones it serves, each from its master file
     */
    public record Server(String name, InetAddress address, List<String> zones) {}

    /**
     * The recursive name server.
     *
     * @param enabled false where this process is to run none
     * @param name its host name, for people
     * @param address where it listens
     * @param clients the networks whose questions it answers, such as {@code 127.0.0.0/8}
     * @param roots the root's name servers; it starts from these
     * @param cacheEntries how many sets of records it remembers
     */
    public record Resolver(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("dns.poly.edu") String name,
            @DefaultValue("127.0.0.1") InetAddress address,
            @DefaultValue("127.0.0.0/8") List<String> clients,
            @DefaultValue List<Root> roots,
            @DefaultValue("10000") int cacheEntries) {}

    /** One name server of the root: where a search begins. */
    public record Root(String name, InetAddress address) {}
}
