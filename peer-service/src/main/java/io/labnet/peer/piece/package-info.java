/**
 * Pieces and blocks: which peer has what, and what to ask for next; knows no socket, clock or file.
 */
@NullMarked
package io.labnet.peer.piece;

import org.jspecify.annotations.NullMarked;
