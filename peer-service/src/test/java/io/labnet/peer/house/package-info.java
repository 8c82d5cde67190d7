@NullMarked
package io.labnet.peer.house;

import org.jspecify.annotations.NullMarked;
