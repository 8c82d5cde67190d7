package io.labnet.dns.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A domain about which another resolver is asked, instead of the servers that the root leads to.
 *
 * @param zone the domain, with all that is below it
 * @param resolver whom to ask
 */
public record Forward(Name zone, InetSocketAddress resolver) {
    private static final int DNS_PORT = 53;

    /**
     * Reads a forward.
     *
     * @param text such as {@code cluster.local=10.96.0.10} or {@code cluster.local=10.96.0.10:5353}
     * @throws IllegalArgumentException when it is not written so
     */
    public static Forward parse(String text) {
        var parts = text.split("=", 2);
        var server = parts.length == 2 ? parts[1].split(":", 2) : new String[0];
        try {
            var port = server.length == 2 ? Integer.parseInt(server[1]) : DNS_PORT;
            return new Forward(
                    Name.fromString(parts[0], Name.root),
                    new InetSocketAddress(InetAddress.ofLiteral(server[0]), port));
        } catch (TextParseException | RuntimeException malformed) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no forward; write it like cluster.local=10.96.0.10",
                    malformed);
        }
    }

    NameServer server() {
        return new NameServer(zone, resolver);
    }
}
