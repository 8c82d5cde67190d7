package io.labnet.peer.wiring;

import io.labnet.peer.house.PeerHouse;
import io.labnet.peer.torrent.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the peers count, as meters under {@code labnet.peers}. */
final class PeerMeters implements Counts {
    private final MeterRegistry meters;
    private final Counter piecesVerified;
    private final Counter piecesFailed;
    private final Counter bytesDownloaded;
    private final Counter bytesUploaded;

    PeerMeters(MeterRegistry meters) {
        this.meters = meters;
        this.piecesVerified = meters.counter("labnet.peers.pieces-verified");
        this.piecesFailed = meters.counter("labnet.peers.pieces-failed");
        this.bytesDownloaded = meters.counter("labnet.peers.bytes-downloaded");
        this.bytesUploaded = meters.counter("labnet.peers.bytes-uploaded");
    }

    void watch(PeerHouse house) {
        Gauge.builder("labnet.peers.peers", house, h -> h.all().size()).register(meters);
        Gauge.builder("labnet.peers.connections", house, PeerHouse::connections).register(meters);
    }

    @Override
    public void pieceVerified() {
        piecesVerified.increment();
    }

    @Override
    public void pieceFailed() {
        piecesFailed.increment();
    }

    @Override
    public void downloaded(int bytes) {
        bytesDownloaded.increment(bytes);
    }

    @Override
    public void uploaded(int bytes) {
        bytesUploaded.increment(bytes);
    }
}
