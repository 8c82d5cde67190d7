package io.labnet.dns.server;

import java.net.InetSocketAddress;

/**
 * Who asks, and whom.
 *
 * @param address the client's own
 * @param server which of our addresses it asked
 * @param isTcp whether by TCP, where replies may be long
 * @param isTraced whether people are shown what is said
 */
record Client(
        InetSocketAddress address, InetSocketAddress server, boolean isTcp, boolean isTraced) {}
