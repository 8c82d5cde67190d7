/** Sockets in, sockets out: UDP and TCP, for clients and towards other name servers. */
@NullMarked
package io.labnet.dns.server;

import org.jspecify.annotations.NullMarked;
