@NullMarked
package io.labnet.bittorrent.metainfo;

import org.jspecify.annotations.NullMarked;
