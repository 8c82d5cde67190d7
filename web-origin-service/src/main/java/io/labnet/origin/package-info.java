/** The web server of the book: sites, representations, persistent connections. */
@NullMarked
package io.labnet.origin;

import org.jspecify.annotations.NullMarked;
