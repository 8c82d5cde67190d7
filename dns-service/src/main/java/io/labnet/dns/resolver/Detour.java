package io.labnet.dns.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A domain about which somebody else is asked than the servers that the root leads to.
 *
 * @param zone the domain, with all that is below it
 * @param server whom to ask; several detours of one domain name several
 * @param isForward whether that is a resolver, which asks around for us; otherwise it is one of the
 *     domain's own servers (a stub zone)
 */
public record Detour(Name zone, InetSocketAddress server, boolean isForward) {
    private static final int DNS_PORT = 53;

    /**
     * Reads a forward.
     *
     * @param text such as {@code cluster.local=10.96.0.10} or {@code cluster.local=10.96.0.10:5353}
     * @throws IllegalArgumentException when it is not written so
     */
    public static Detour forward(String text) {
        return parse(text, "forward", true, DNS_PORT);
    }

    /**
     * Reads a stub zone.
     *
     * @param text such as {@code cluster.local=10.96.0.10} or {@code cluster.local=10.96.0.10:5353}
     * @param port where none is given
     * @throws IllegalArgumentException when it is not written so
     */
    public static Detour stub(String text, int port) {
        return parse(text, "stub zone", false, port);
    }

    private static Detour parse(String text, String what, boolean isForward, int usualPort) {
        var parts = text.split("=", 2);
        var server = parts.length == 2 ? parts[1].split(":", 2) : new String[0];
        try {
            var port = server.length == 2 ? Integer.parseInt(server[1]) : usualPort;
            return new Detour(
                    Name.fromString(parts[0], Name.root),
                    new InetSocketAddress(InetAddress.ofLiteral(server[0]), port),
                    isForward);
        } catch (TextParseException | RuntimeException malformed) {
            throw new IllegalArgumentException(
                    "\"%s\" is no %s; write it like cluster.local=10.96.0.10".formatted(text, what),
                    malformed);
        }
    }

    NameServer nameServer() {
        return new NameServer(zone, server);
    }
}
