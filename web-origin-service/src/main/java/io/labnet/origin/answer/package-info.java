/** The decision: what a request earns, as a value; knows no socket. */
@NullMarked
package io.labnet.origin.answer;

import org.jspecify.annotations.NullMarked;
