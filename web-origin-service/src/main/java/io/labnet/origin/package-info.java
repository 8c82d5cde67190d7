@NullMarked
package io.labnet.origin;

import org.jspecify.annotations.NullMarked;
