/** HTTP messages as values (RFC 9110, RFC 9112); knows no socket and no cache. */
@NullMarked
package io.labnet.webcache.message;

import org.jspecify.annotations.NullMarked;
