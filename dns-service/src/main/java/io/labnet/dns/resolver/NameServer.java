package io.labnet.dns.resolver;

import java.net.InetSocketAddress;
import org.xbill.DNS.Name;

/** A name server that can be asked; also how the root's are known from the beginning. */
public record NameServer(Name name, InetSocketAddress address) {}
