/** Tests of this room. */
@NullMarked
package io.labnet.dns.zone;

import org.jspecify.annotations.NullMarked;
