@NullMarked
package io.labnet.bittorrent.bencode;

import org.jspecify.annotations.NullMarked;
