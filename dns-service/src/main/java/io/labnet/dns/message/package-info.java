/** What queries and replies are on the wire (RFC 1035, RFC 6891); knows no socket, no zone. */
@NullMarked
package io.labnet.dns.message;

import org.jspecify.annotations.NullMarked;
