/** Puts the rooms together and documents their settings. */
@NullMarked
package io.labnet.peer.wiring;

import org.jspecify.annotations.NullMarked;
