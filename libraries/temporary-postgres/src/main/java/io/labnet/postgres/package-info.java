/** A real PostgreSQL for tests. */
@NullMarked
package io.labnet.postgres;

import org.jspecify.annotations.NullMarked;
