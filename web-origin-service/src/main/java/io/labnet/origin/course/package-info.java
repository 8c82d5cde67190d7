/** The course's pages that are worked out anew for each request. */
@NullMarked
package io.labnet.origin.course;

import org.jspecify.annotations.NullMarked;
