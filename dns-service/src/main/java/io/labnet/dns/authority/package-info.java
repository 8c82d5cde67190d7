/** What an authoritative server answers from its zones (RFC 1034 section 4.3.2). */
@NullMarked
package io.labnet.dns.authority;

import org.jspecify.annotations.NullMarked;
