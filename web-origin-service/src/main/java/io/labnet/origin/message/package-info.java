/** HTTP/1.1 requests as they stand on the wire (RFC 9112); knows no socket, site or clock. */
@NullMarked
package io.labnet.origin.message;

import org.jspecify.annotations.NullMarked;
