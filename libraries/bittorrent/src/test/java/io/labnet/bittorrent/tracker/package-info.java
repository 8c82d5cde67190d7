@NullMarked
package io.labnet.bittorrent.tracker;

import org.jspecify.annotations.NullMarked;
