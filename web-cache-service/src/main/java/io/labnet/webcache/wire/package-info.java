/** HTTP/1.1 as Netty reads it, made strict, and its headers as our values. */
@NullMarked
package io.labnet.webcache.wire;

import org.jspecify.annotations.NullMarked;
