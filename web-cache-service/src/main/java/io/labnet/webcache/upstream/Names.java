package io.labnet.webcache.upstream;

import io.labnet.stub.Lookup;
import java.net.InetAddress;

/** The seam to the domain name system. */
@FunctionalInterface
public interface Names {
    /** Looks up a host's addresses; may block. */
    Lookup<InetAddress> addresses(String host);
}
