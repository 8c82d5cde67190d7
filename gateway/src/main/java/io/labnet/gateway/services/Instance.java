package io.labnet.gateway.services;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;

/**
 * One process of a service.
 *
 * @param address the IP address by which it is told from the service's others
 * @param url where its REST API listens, without a path
 */
public record Instance(Service service, String address, URI url) {
    static Instance of(Service service, InetAddress address) {
        var text = address.getHostAddress();
        // RFC 3986 section 3.2.2: an IPv6 address stands in brackets.
        var host = address instanceof Inet6Address ? "[" + text + "]" : text;
        var url = service.url();
        var port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return new Instance(service, text, URI.create(url.getScheme() + "://" + host + port));
    }

    /** Where a path of this instance is, such as {@code /api/dns/counters}. */
    public URI at(String path) {
        return url.resolve(path);
    }
}
