@NullMarked
package io.labnet.peer.content;

import org.jspecify.annotations.NullMarked;
