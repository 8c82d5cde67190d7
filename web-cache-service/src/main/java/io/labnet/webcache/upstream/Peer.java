package io.labnet.webcache.upstream;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a connection leads.
 *
 * @param name whom it must prove to be, over TLS; empty for a connection without
 */
record Peer(InetSocketAddress address, Optional<String> name) {
    String where() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
