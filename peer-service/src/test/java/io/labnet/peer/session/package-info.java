@NullMarked
package io.labnet.peer.session;

import org.jspecify.annotations.NullMarked;
