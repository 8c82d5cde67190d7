package io.labnet.peer.http;

import java.io.IOException;
import java.net.InetAddress;

/** Finds a host's address, in the lab by the lab's own DNS. */
@FunctionalInterface
public interface HostLookup {
    /**
     * The address of a host.
     *
     * @param host a name, or an address in its usual notation
     * @throws IOException when there is none; the message says why
     */
    InetAddress addressOf(String host) throws IOException;
}
