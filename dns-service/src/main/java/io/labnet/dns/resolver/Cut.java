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
record Cut(Name zone, List<Name> hosts, List<NameServer> addressed, KnownBy knownBy) {}
