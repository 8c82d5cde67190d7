@NullMarked
package io.labnet.peer.piece;

import org.jspecify.annotations.NullMarked;
