package io.labnet.gateway.services;

import java.net.URI;

/**
 * A service behind the gateway.
 *
 * @param name such as {@code dns-service}
 * @param noun its place in REST paths, such as {@code dns} in {@code /api/dns/zones}
 * @param url where its REST API listens, without a path, such as {@code http://127.0.0.1:8053}
 */
public record Service(String name, String noun, URI url) {
    /** Where a path of this service is, such as {@code /api/dns/counters}. */
    public URI at(String path) {
        return url.resolve(path);
    }
}
