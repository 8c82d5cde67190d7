/** Tests of this room. */
@NullMarked
package io.labnet.dns.wiring;

import org.jspecify.annotations.NullMarked;
