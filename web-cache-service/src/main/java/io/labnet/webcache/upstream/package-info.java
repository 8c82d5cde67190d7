/** The side of the origins: names, allowed destinations, pooled connections, one fetch. */
@NullMarked
package io.labnet.webcache.upstream;

import org.jspecify.annotations.NullMarked;
