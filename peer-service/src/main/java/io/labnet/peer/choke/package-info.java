/** Whom to serve: tit-for-tat as a decision on values; knows no socket and no clock. */
@NullMarked
package io.labnet.peer.choke;

import org.jspecify.annotations.NullMarked;
