/** The side of the clients: connections, one exchange each at a time, tunnels. */
@NullMarked
package io.labnet.webcache.proxy;

import org.jspecify.annotations.NullMarked;
