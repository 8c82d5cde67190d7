package io.labnet.dns.server;

import java.net.InetSocketAddress;

/**
 * Who asks, and whom.
 *
 * @param address the client's own
 * @param server which of our addresses it asked
 * @param isTraced whether people are shown what is said
 */
record Client(
        InetSocketAddress address,
        InetSocketAddress server,
        Transport transport,
        boolean isTraced) {
    /** Whether by TCP, be it encrypted or not: replies may be long there. */
    boolean isTcp() {
        return transport != Transport.UDP;
    }
}
