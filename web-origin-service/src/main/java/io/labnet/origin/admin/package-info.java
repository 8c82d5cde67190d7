/** The REST face: JSON in and out, nothing else. */
@NullMarked
package io.labnet.origin.admin;

import org.jspecify.annotations.NullMarked;
