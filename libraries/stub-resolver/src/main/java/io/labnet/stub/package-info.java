/** A stub resolver (RFC 1034 section 5.3.1): asks one resolver, and remembers for the TTL. */
@NullMarked
package io.labnet.stub;

import org.jspecify.annotations.NullMarked;
