package io.labnet.dns.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;

/**
 * Answers what is said about zones rather than asked of them (RFC 1034 section 4.3.5): UPDATE,
 * NOTIFY, AXFR, IXFR, and whatever carries a TSIG record.
 */
public interface ZoneMaintenance {
    /**
     * The reply. May block, and never throws.
     *
     * @param wire the whole message, a decodable one, as it came in
     * @param server which of our addresses it came to
     * @return the messages of the reply, in order: several for a transfer by TCP, one otherwise,
     *     none to be silent; what the iterator does may block too
     */
    Iterator<byte[]> respond(
            byte[] wire, InetSocketAddress client, InetAddress server, boolean isTcp);
}
