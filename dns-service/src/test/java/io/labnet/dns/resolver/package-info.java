/** Tests of this room. */
@NullMarked
package io.labnet.dns.resolver;

import org.jspecify.annotations.NullMarked;
