package io.labnet.dns.delegation;

import java.net.InetAddress;
import java.util.List;
import org.xbill.DNS.Name;

/** Knows the addresses of hosts that a parent zone does not; blocks for a bounded time. */
public interface HostAddresses {
    /** None where they cannot be found. */
    List<InetAddress> of(Name host);
}
