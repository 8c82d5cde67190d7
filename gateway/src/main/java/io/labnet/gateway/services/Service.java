package io.labnet.gateway.services;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/**
 * A service behind the gateway.
 *
 * @param name such as {@code dns-service}
 * @param noun its place in REST paths, such as {@code dns} in {@code /api/dns/zones}
 * @param url where its REST API listens, without a path, such as {@code http://127.0.0.1:8053}; a
 *     host name stands for all instances that it has addresses of
 */
public record Service(String name, String noun, URI url) {
    /** The one instance of a service whose URL has an address; empty when it has a name. */
    Optional<Instance> only() {
        try {
            var literal = host().replaceAll("[\\[\\]]", "");
            var address = InetAddress.ofLiteral(literal).getHostAddress();
            return Optional.of(new Instance(this, address, url));
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    String host() {
        var host = url.getHost();
        if (host == null) {
            throw new IllegalArgumentException(name + " has no host in its url " + url);
        }
        return host;
    }
}
