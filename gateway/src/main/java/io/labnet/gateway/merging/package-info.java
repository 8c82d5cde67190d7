/** One answer to a request out of those of several instances; knows no Spring. */
@NullMarked
package io.labnet.gateway.merging;

import org.jspecify.annotations.NullMarked;
