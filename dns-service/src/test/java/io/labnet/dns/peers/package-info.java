/** Name servers and clients that others wrote, as far as they are installed. */
@NullMarked
package io.labnet.dns.peers;

import org.jspecify.annotations.NullMarked;
