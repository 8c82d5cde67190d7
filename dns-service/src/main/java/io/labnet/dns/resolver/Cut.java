package io.labnet.dns.resolver;

import java.util.List;
import org.xbill.DNS.Name;

/**
 * Where the search stands: a zone, and who serves it.
 *
 * @param hosts the names in its NS records
 * @param addressed those whose addresses are known without asking
 * @param knownBy how they came to be known
 */
record Cut(Name zone, List<Name> hosts, List<NameServer> addressed, KnownBy knownBy) {
    /** The same, but for one server. */
    Cut without(NameServer server) {
        return new Cut(
                zone,
                hosts.stream().filter(host -> !host.equals(server.name())).toList(),
                addressed.stream().filter(other -> !other.equals(server)).toList(),
                knownBy);
    }

    boolean isEmpty() {
        return hosts.isEmpty() && addressed.isEmpty();
    }
}
