/** Tests of this room. */
@NullMarked
package io.labnet.dns.policy;

import org.jspecify.annotations.NullMarked;
