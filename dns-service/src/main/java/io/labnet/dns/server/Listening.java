package io.labnet.dns.server;

import java.net.InetSocketAddress;

/** A port to listen at, and who answers there. */
record Listening(InetSocketAddress address, Responder responder) {
    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
