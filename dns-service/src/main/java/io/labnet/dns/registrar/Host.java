package io.labnet.dns.registrar;

import java.net.InetAddress;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * A name server that a domain is delegated to.
 *
 * @param addresses its glue; empty where it is not below the domain
 */
public record Host(Name name, List<InetAddress> addresses) {
    public Host {
        addresses = List.copyOf(addresses);
    }
}
