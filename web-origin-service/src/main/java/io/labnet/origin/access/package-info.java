/** The access log: the last requests and what they got. */
@NullMarked
package io.labnet.origin.access;

import org.jspecify.annotations.NullMarked;
