/** One request on its way to a service and its answer on the way back; knows no Spring. */
@NullMarked
package io.labnet.gateway.upstream;

import org.jspecify.annotations.NullMarked;
