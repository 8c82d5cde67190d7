package io.labnet.dns.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption.Code;
import org.xbill.DNS.Message;

/**
 * Cookies, by which the resolver and name servers know each other again (RFC 7873 section 5):
 * whoever has seen none of our queries to a server cannot know what to bring in its name.
 */
final class CookieJar {
    static final int SERVERS_MAX = 4096;
    private static final int SECRET_BYTES = 16;

    /** What a reply's cookie says of it. */
    enum Standing {
        /** The server has, as far as is known, no cookies; or it has brought ours. */
        FITS,
        /** The server used to have cookies. */
        LACKS,
        /** It is somebody else's. */
        FORGED
    }

    private final byte[] secret = new byte[SECRET_BYTES];
    private final Map<InetSocketAddress, byte[]> ofServers =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, byte[]> eldest) {
                    return size() > SERVERS_MAX;
                }
            };

    CookieJar(SecureRandom random) {
        random.nextBytes(secret);
    }

    /** What to bring to a server. */
    synchronized CookieOption of(InetSocketAddress server) {
        var theirs = ofServers.get(server);
        return theirs == null
                ? new CookieOption(ours(server))
                : new CookieOption(ours(server), theirs);
    }

    // Another one for each server, so that by it none can tell others whom they serve (section
    // 4.1).
    private byte[] ours(InetSocketAddress server) {
        var address = server.getAddress().getAddress();
        var place = ByteBuffer.allocate(address.length + Integer.BYTES);
        place.put(address).putInt(server.getPort());
        return ByteBuffer.allocate(Long.BYTES).putLong(SipHash.of(secret, place.array())).array();
    }

    /** Looks at a reply to a query that brought our cookie, and keeps the server's. */
    synchronized Standing see(InetSocketAddress server, Message reply) {
        var cookie = cookie(reply);
        if (cookie.isEmpty()) {
            return ofServers.containsKey(server) ? Standing.LACKS : Standing.FITS;
        }
        if (!MessageDigest.isEqual(cookie.get().getClientCookie(), ours(server))) {
            return Standing.FORGED;
        }
        cookie.get().getServerCookie().ifPresent(theirs -> ofServers.put(server, theirs.clone()));
        return Standing.FITS;
    }

    private static Optional<CookieOption> cookie(Message reply) {
        var opt = reply.getOPT();
        return opt == null
                ? Optional.empty()
                : opt.getOptions(Code.COOKIE).stream()
                        .filter(CookieOption.class::isInstance)
                        .map(CookieOption.class::cast)
                        .findFirst();
    }

    /** A server that has lost its cookies may begin anew. */
    synchronized void forget(InetSocketAddress server) {
        ofServers.remove(server);
    }
}
