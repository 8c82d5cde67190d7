package io.labnet.dns.server;

import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A port to listen at, and who answers there.
 *
 * @param certificate what the server shows; null where nothing is encrypted
 */
record Listening(
        InetSocketAddress address,
        Responder responder,
        @Nullable Supplier<SSLContext> certificate) {
    Listening(InetSocketAddress address, Responder responder) {
        this(address, responder, null);
    }

    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
