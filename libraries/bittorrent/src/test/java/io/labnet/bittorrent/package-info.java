@NullMarked
package io.labnet.bittorrent;

import org.jspecify.annotations.NullMarked;
