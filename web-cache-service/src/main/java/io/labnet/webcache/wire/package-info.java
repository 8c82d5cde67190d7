/** HTTP/1.1 as it comes off the wire, strictly, and Netty's heads as our values. */
@NullMarked
package io.labnet.webcache.wire;

import org.jspecify.annotations.NullMarked;
