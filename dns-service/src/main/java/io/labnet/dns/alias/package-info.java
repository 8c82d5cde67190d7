/** Names whose addresses are those of other names. */
@NullMarked
package io.labnet.dns.alias;

import org.jspecify.annotations.NullMarked;
