/** Stored responses in memory, and who is fetching what; knows no socket. */
@NullMarked
package io.labnet.webcache.store;

import org.jspecify.annotations.NullMarked;
