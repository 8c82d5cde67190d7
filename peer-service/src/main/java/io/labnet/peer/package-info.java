@NullMarked
package io.labnet.peer;

import org.jspecify.annotations.NullMarked;
