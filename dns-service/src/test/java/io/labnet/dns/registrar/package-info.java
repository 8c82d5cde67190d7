/** Tests of this room. */
@NullMarked
package io.labnet.dns.registrar;

import org.jspecify.annotations.NullMarked;
