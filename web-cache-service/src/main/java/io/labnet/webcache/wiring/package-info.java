/** Puts the service together from its settings. */
@NullMarked
package io.labnet.webcache.wiring;

import org.jspecify.annotations.NullMarked;
