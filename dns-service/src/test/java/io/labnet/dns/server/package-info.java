/** Tests of this room. */
@NullMarked
package io.labnet.dns.server;

import org.jspecify.annotations.NullMarked;
