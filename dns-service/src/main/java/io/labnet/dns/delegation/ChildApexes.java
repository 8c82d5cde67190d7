package io.labnet.dns.delegation;

import java.io.IOException;
import java.net.InetAddress;
import org.xbill.DNS.Name;

/** Asks children's name servers about the apex. */
public interface ChildApexes {
    /**
     * Asks one address of a name server; blocks for a bounded time.
     *
     * @throws IOException when it does not say anything with authority
     */
    Told.Apex ask(Name child, Name server, InetAddress address) throws IOException;
}
