/** A small HTTP client that speaks from a peer's own address, and only to whom it may. */
@NullMarked
package io.labnet.peer.http;

import org.jspecify.annotations.NullMarked;
