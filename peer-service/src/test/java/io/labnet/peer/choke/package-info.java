@NullMarked
package io.labnet.peer.choke;

import org.jspecify.annotations.NullMarked;
