/** Tests of the access log. */
@NullMarked
package io.labnet.accesslog;

import org.jspecify.annotations.NullMarked;
