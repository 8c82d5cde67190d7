package io.labnet.peer.torrent;

import io.labnet.peer.piece.Block;
import io.labnet.peer.rate.RateMeter;

/** The blocks that came and went, over all neighbours. */
record Traffic(Counts counts, RateMeter downloaded, RateMeter uploaded) {
    Traffic(Counts counts, long nowNanos) {
        this(counts, new RateMeter(nowNanos), new RateMeter(nowNanos));
    }

    void received(Block block, long nowNanos) {
        counts.downloaded(block.lengthBytes());
        downloaded.add(block.lengthBytes(), nowNanos);
    }

    void sent(Block block, long nowNanos) {
        counts.uploaded(block.lengthBytes());
        uploaded.add(block.lengthBytes(), nowNanos);
    }
}
