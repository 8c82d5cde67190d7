@NullMarked
package io.labnet.peer.admin;

import org.jspecify.annotations.NullMarked;
