package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Padding;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.TcpKeepaliveOption;

/**
 * The EDNS options with which one name server answers those of its clients; others it ignores.
 *
 * @param serverId which of several servers this is, for people (RFC 5001)
 * @param cookiesRequired whether who speaks of cookies must have one of ours
 * @param tcpIdle how long a TCP connection may be idle
 */
record ReplyOptions(
        String serverId, Cookies cookies, boolean cookiesRequired, Duration tcpIdle, Clock clock) {
    List<EDNSOption> answering(Edns edns, Client client) {
        var options = new ArrayList<EDNSOption>(1);
        edns.option(CookieOption.class).ifPresent(cookie -> options.add(next(cookie, client)));
        if (edns.option(NSIDOption.class).isPresent()) {
            options.add(new NSIDOption(serverId.getBytes(StandardCharsets.UTF_8)));
        }
        // Never by UDP (RFC 7828 section 3.3.1); over HTTPS connections are HTTP's.
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

    /**
     * Whether a client must come again with the cookie that the reply brings it (RFC 7873 sections
     * 5.2.3 and 5.2.4). By TCP it has shown already where it is.
     */
    boolean demandsCookie(Envelope envelope, Client client) {
        return cookiesRequired
                && !client.isTcp()
                && cookie(envelope).filter(cookie -> !isValid(cookie, client)).isPresent();
    }

    /** Whether a client holds something to be our cookie that is not. */
    boolean isWrongCookie(Envelope envelope, Client client) {
        return cookie(envelope)
                .filter(cookie -> cookie.getServerCookie().isPresent())
                .filter(cookie -> !isValid(cookie, client))
                .isPresent();
    }

    private static Optional<CookieOption> cookie(Envelope envelope) {
        return Optional.ofNullable(envelope.edns())
                .flatMap(edns -> edns.option(CookieOption.class));
    }

    private boolean isValid(CookieOption cookie, Client client) {
        return cookies.isValid(whole(cookie), client.address().getAddress(), nowSeconds());
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
