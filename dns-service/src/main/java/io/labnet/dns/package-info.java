@NullMarked
package io.labnet.dns;

import org.jspecify.annotations.NullMarked;
