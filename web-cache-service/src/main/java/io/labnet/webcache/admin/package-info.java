/** The REST face: JSON in and out. */
@NullMarked
package io.labnet.webcache.admin;

import org.jspecify.annotations.NullMarked;
