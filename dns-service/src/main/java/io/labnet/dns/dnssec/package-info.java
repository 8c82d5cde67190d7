/** Signed zones: keys, signatures and the chains that deny names (RFC 4034, RFC 4035, RFC 5155). */
@NullMarked
package io.labnet.dns.dnssec;

import org.jspecify.annotations.NullMarked;
