/** Tests of this room. */
@NullMarked
package io.labnet.dns.cache;

import org.jspecify.annotations.NullMarked;
