package io.labnet.admin;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the hosts of the world are: labnet-world.yml, under {@code labnet.world}.
 *
 * @param hosts the address of each host, by its name in DNS
 * @param networks the lab's own networks, such as {@code 127.0.0.0/8}; the first has the reverse
 *     zone
 * @param listen where every listener binds, whatever its host's address; unset on a laptop, where
 *     this machine has all of the addresses
 * @param here the hosts that this process runs; empty for all that its settings name
 */
@ConfigurationProperties("labnet.world")
public record WorldSettings(
        @DefaultValue Map<String, InetAddress> hosts,
        @DefaultValue("127.0.0.0/8") List<String> networks,
        @Nullable InetAddress listen,
        @DefaultValue Set<String> here) {

    public WorldSettings {
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    }

    /**
     * The address of a host, as all others know it.
     *
     * @throws IllegalArgumentException when the world has no such host
     */
    public InetAddress address(String host) {
        var address = hosts.get(host);
        if (address == null) {
            throw new IllegalArgumentException("labnet.world.hosts has no " + host);
        }
        return address;
    }

    /**
     * Where a host's listeners bind.
     *
     * @throws IllegalArgumentException when the world has no such host
     */
    public InetAddress listenAt(String host) {
        return listen == null ? address(host) : listen;
    }

    /** Whether this process is to run a host. */
    public boolean runs(String host) {
        return here.isEmpty() || here.contains(host);
    }
}
