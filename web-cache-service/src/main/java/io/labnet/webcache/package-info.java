/** A caching forward proxy. */
@NullMarked
package io.labnet.webcache;

import org.jspecify.annotations.NullMarked;
