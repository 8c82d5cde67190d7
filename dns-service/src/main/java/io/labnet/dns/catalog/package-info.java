/** Zones that name others, which whoever has a copy of them copies too. */
@NullMarked
package io.labnet.dns.catalog;

import org.jspecify.annotations.NullMarked;
