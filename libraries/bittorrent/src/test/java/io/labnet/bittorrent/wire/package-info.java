@NullMarked
package io.labnet.bittorrent.wire;

import org.jspecify.annotations.NullMarked;
