@NullMarked
package io.labnet.peer.http;

import org.jspecify.annotations.NullMarked;
