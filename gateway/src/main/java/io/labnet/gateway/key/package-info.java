/** The admin key: made at first start, kept as a hash only. */
@NullMarked
package io.labnet.gateway.key;

import org.jspecify.annotations.NullMarked;
