/** Tests of this room. */
@NullMarked
package io.labnet.dns.message;

import org.jspecify.annotations.NullMarked;
