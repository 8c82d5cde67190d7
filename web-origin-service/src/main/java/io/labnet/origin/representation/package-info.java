/** What a request selects and what its conditions make of it (RFC 9110): values only. */
@NullMarked
package io.labnet.origin.representation;

import org.jspecify.annotations.NullMarked;
