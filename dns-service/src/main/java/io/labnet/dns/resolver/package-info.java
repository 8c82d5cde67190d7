/** How the recursive server finds an answer, from the root down (RFC 1034 section 5.3.3). */
@NullMarked
package io.labnet.dns.resolver;

import org.jspecify.annotations.NullMarked;
