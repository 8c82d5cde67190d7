@NullMarked
package io.labnet.peer.rate;

import org.jspecify.annotations.NullMarked;
