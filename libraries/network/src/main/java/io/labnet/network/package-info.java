/** Ranges of addresses, for whoever keeps a list of whom to serve or to call. */
@NullMarked
package io.labnet.network;

import org.jspecify.annotations.NullMarked;
