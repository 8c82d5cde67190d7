package io.labnet.dns.transfer;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * From which of our addresses we speak about a zone: others know its name server by that, where
 * they allow by address.
 */
public interface OurAddress {
    /** Null when any will do. */
    @Nullable InetAddress towards(Name origin, InetAddress peer);
}
