package io.labnet.tracker.journal;

import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.tracker.AnnounceResponse;
import io.labnet.bittorrent.tracker.ScrapeRequest;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Counts what comes in, and remembers the last of it for people to read. */
public final class Journal {
    private static final String PROTOCOL = "TRACKER";

    /** Who asked, and which of our listeners. */
    public record Ends(InetSocketAddress peer, InetSocketAddress tracker) {}

    private final Trace trace;
    private final Counter announces;
    private final Counter scrapes;
    private final Counter errors;
    private final Counter httpRequests;
    private final Counter udpPackets;

    public Journal(Trace trace, MeterRegistry meters) {
        this.trace = trace;
        this.announces = meters.counter("labnet.tracker.announces");
        this.scrapes = meters.counter("labnet.tracker.scrapes");
        this.errors = meters.counter("labnet.tracker.errors");
        this.httpRequests = meters.counter("labnet.tracker.http-requests");
        this.udpPackets = meters.counter("labnet.tracker.udp-packets");
    }

    public void httpRequest() {
        httpRequests.increment();
    }

    public void udpPacket() {
        udpPackets.increment();
    }

    public void announced(Ends ends, AnnounceRequest request, AnnounceResponse response) {
        announces.increment();
        var hash = request.infoHash();
        var event = request.event();
        var port = request.port();
        var left = request.leftBytes();
        heard(ends, () -> "announce " + event.word() + " " + hash + " port " + port + left(left));
        switch (response) {
            case AnnounceResponse.Failure(var reason) -> failed(ends, reason);
            case AnnounceResponse.Success success -> {
                var named = success.peers().size();
                var seeds = success.complete();
                var leechers = success.incomplete();
                said(
                        ends,
                        () -> named + " peers, of " + seeds + " seeds, " + leechers + " leechers");
            }
        }
    }

    public void scraped(Ends ends, ScrapeRequest request) {
        scrapes.increment();
        var first = request.infoHashes().getFirst();
        var asked = request.infoHashes().size();
        heard(ends, () -> "scrape " + first + (asked == 1 ? "" : " and " + (asked - 1) + " more"));
    }

    /** Something came in that we could make nothing of, or that we refuse. */
    public void refused(Ends ends, String reason) {
        failed(ends, reason);
    }

    private void failed(Ends ends, String reason) {
        errors.increment();
        said(ends, () -> "failure: " + reason);
    }

    private void heard(Ends ends, Supplier<String> summary) {
        trace.record(PROTOCOL, ends.peer(), ends.tracker(), summary);
    }

    private void said(Ends ends, Supplier<String> summary) {
        trace.record(PROTOCOL, ends.tracker(), ends.peer(), summary);
    }

    private static String left(long bytes) {
        return bytes == Long.MAX_VALUE ? ", length unknown" : ", " + bytes + " bytes left";
    }
}
