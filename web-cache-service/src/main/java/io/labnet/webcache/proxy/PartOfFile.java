package io.labnet.webcache.proxy;

import io.labnet.webcache.store.Piece;
import io.netty.channel.DefaultFileRegion;

/** A part of a stored file, sent by the system itself; the file stays open for others. */
final class PartOfFile extends DefaultFileRegion {
    private final Runnable sent;

    PartOfFile(Piece.Region region) {
        super(region.file(), region.position(), region.lengthBytes());
        this.sent = region.sent();
    }

    @Override
    protected void deallocate() {
        sent.run();
    }
}
