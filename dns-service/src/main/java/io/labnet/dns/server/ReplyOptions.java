package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Padding;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.TcpKeepaliveOption;

/**
 * The EDNS options with which one name server answers those of its clients; others it ignores.
 *
 * @param serverId which of several servers this is, for people (RFC 5001)
 * @param tcpIdle how long a TCP connection may be idle
 */
record ReplyOptions(String serverId, Cookies cookies, Duration tcpIdle, Clock clock) {
    List<EDNSOption> answering(Edns edns, Client client) {
        var options = new ArrayList<EDNSOption>(1);
        edns.option(CookieOption.class).ifPresent(cookie -> options.add(next(cookie, client)));
        if (edns.option(NSIDOption.class).isPresent()) {
            options.add(new NSIDOption(serverId.getBytes(StandardCharsets.UTF_8)));
        }
        // Never by UDP (RFC 7828 section 3.2.1); over HTTPS connections are HTTP's.
        var isOurs = client.transport() == Transport.TCP || client.transport() == Transport.TLS;
        if (isOurs && edns.option(TcpKeepaliveOption.class).isPresent()) {
            options.add(new TcpKeepaliveOption(tcpIdle));
        }
        return options;
    }

    /** Whether the length of a reply is to be hidden: never in the clear (RFC 7830 section 6). */
    static boolean isPadded(Edns edns, Client client) {
        return client.transport().isEncrypted() && Padding.isWanted(edns);
    }

    private CookieOption next(CookieOption cookie, Client client) {
        var next = cookies.next(whole(cookie), client.address().getAddress(), nowSeconds());
        return new CookieOption(
                Arrays.copyOf(next, Cookies.CLIENT_BYTES),
                Arrays.copyOfRange(next, Cookies.CLIENT_BYTES, next.length));
    }

    private static byte[] whole(CookieOption cookie) {
        var ours = cookie.getServerCookie().orElse(new byte[0]);
        var whole = Arrays.copyOf(cookie.getClientCookie(), Cookies.CLIENT_BYTES + ours.length);
        System.arraycopy(ours, 0, whole, Cookies.CLIENT_BYTES, ours.length);
        return whole;
    }

    private long nowSeconds() {
        return Math.floorDiv(clock.millis(), 1000L);
    }
}
