/** Tests of this room. */
@NullMarked
package io.labnet.dns.authority;

import org.jspecify.annotations.NullMarked;
