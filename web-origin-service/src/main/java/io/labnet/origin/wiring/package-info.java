/** Settings and how the rooms are put together. */
@NullMarked
package io.labnet.origin.wiring;

import org.jspecify.annotations.NullMarked;
