/** How fast bytes go, measured and limited; knows no socket. */
@NullMarked
package io.labnet.peer.rate;

import org.jspecify.annotations.NullMarked;
