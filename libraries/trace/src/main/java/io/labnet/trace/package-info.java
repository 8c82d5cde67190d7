/** The record of what was said on the wire; knows no protocol. */
@NullMarked
package io.labnet.trace;

import org.jspecify.annotations.NullMarked;
