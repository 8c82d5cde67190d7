/** What tests of all rooms share. */
@NullMarked
package io.labnet.dns;

import org.jspecify.annotations.NullMarked;
