/** Puts the rooms together from the settings. */
@NullMarked
package io.labnet.dns.wiring;

import org.jspecify.annotations.NullMarked;
