/** Who may use the proxy, and for what. */
@NullMarked
package io.labnet.webcache.admission;

import org.jspecify.annotations.NullMarked;
