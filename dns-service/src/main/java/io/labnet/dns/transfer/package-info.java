/**
 * Zones between name servers: transfers out and in (AXFR, IXFR), NOTIFY, dynamic update, and the
 * signatures (TSIG) by which those who may are known. Asks other servers over sockets of its own.
 */
@NullMarked
package io.labnet.dns.transfer;

import org.jspecify.annotations.NullMarked;
