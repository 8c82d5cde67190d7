/** What was asked and what became of it: the access log and what is counted of it. */
@NullMarked
package io.labnet.webcache.access;

import org.jspecify.annotations.NullMarked;
