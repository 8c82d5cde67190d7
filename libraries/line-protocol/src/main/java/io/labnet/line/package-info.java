/**
 * Text protocols over TCP: lines, dot-stuffed data, literals, TLS in mid-conversation, limits.
 *
 * <p>Knows bytes and sockets, but no protocol's words.
 */
@NullMarked
package io.labnet.line;

import org.jspecify.annotations.NullMarked;
