package io.labnet.peer.tracker;

import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.tracker.AnnounceResponse;
import io.labnet.bittorrent.tracker.InvalidTrackerMessageException;
import io.labnet.peer.http.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one peer known to its tracker (BEP 3): started, then at the interval that the tracker asks
 * for, completed, stopped; and brings home whom the tracker names.
 *
 * <p>While no tracker answers it tries again, first soon and then less often.
 */
public final class Announcer {
    /** Whom the announcer speaks for. */
    public interface Member {
        /** What to tell the tracker. */
        AnnounceRequest announce(AnnounceEvent event);

        /** Whether the peer has everything. */
        boolean isSeed();

        /** Whether the peer wants something and knows nobody to ask. */
        boolean isLonely();

        /** The tracker named these. */
        void meet(List<InetSocketAddress> others);
    }

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final Duration LONELY_INTERVAL = Duration.ofSeconds(10);
    private static final Duration FAREWELL_MAX = Duration.ofMillis(1500);
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();
    private static final int ANSWER_BYTES_MAX = 256 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final String name;
    private final List<URI> trackers;
    private final InetAddress from;
    private final Http http;
    private final Member member;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private @Nullable Thread thread;
    private boolean stopping;
    private int best;
    private Duration retry = FIRST_RETRY;
    private volatile boolean announced;
    private volatile String problem = "The tracker was not asked yet.";

    /**
     * An announcer.
     *
     * @param trackers tried in turn, the one that answered last before the others (BEP 12)
     * @param from the peer's own address: the tracker takes it for where the peer is
     */
    public Announcer(String name, List<URI> trackers, InetAddress from, Http http, Member member) {
        this.name = name;
        this.trackers = trackers.stream().filter(uri -> "http".equals(uri.getScheme())).toList();
        this.from = from;
        this.http = http;
        this.member = member;
    }

    /** Whether a tracker knows the peer. */
    public boolean hasAnnounced() {
        return announced;
    }

    /** Why no tracker answered the last time; empty when one did. */
    public String problem() {
        return problem;
    }

    public void start() {
        thread = Thread.ofVirtual().name(name + "-announce").start(this::run);
    }

    /** Says {@code stopped} and ends; waits a moment for the tracker, not longer. */
    public void stop() throws InterruptedException {
        lock.lock();
        try {
            stopping = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        if (thread != null) {
            thread.join(FAREWELL_MAX);
        }
    }

    private void run() {
        try {
            // Whoever was a seed from the start has not completed anything (BEP 3).
            var toldComplete = member.isSeed();
            while (!isStopping()) {
                var event = nextEvent(toldComplete);
                var pause = announce(event);
                toldComplete |= event == AnnounceEvent.COMPLETED && problem.isEmpty();
                waitUntilDue(pause, toldComplete);
            }
            if (announced) {
                announce(AnnounceEvent.STOPPED);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private AnnounceEvent nextEvent(boolean toldComplete) {
        if (!announced) {
            return AnnounceEvent.STARTED;
        }
        return member.isSeed() && !toldComplete ? AnnounceEvent.COMPLETED : AnnounceEvent.NONE;
    }

    private boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    private void waitUntilDue(Pause pause, boolean toldComplete) throws InterruptedException {
        var start = System.nanoTime();
        lock.lock();
        try {
            while (!stopping) {
                var waited = System.nanoTime() - start;
                var hasNews = problem.isEmpty() && member.isSeed() && !toldComplete;
                var due = member.isLonely() ? pause.whenLonely() : pause.regular();
                if (hasNews || waited >= due.toNanos()) {
                    return;
                }
                woken.awaitNanos(Math.min(LOOK_NANOS, due.toNanos() - waited));
            }
        } finally {
            lock.unlock();
        }
    }

    private record Pause(Duration regular, Duration whenLonely) {}

    private Pause announce(AnnounceEvent event) {
        var reason = "The torrent names no tracker that speaks HTTP.";
        for (int i = 0; i < trackers.size(); i++) {
            var tracker = trackers.get((best + i) % trackers.size());
            try {
                switch (ask(tracker, event)) {
                    case AnnounceResponse.Success success -> {
                        best = (best + i) % trackers.size();
                        return welcomed(success, event);
                    }
                    case AnnounceResponse.Failure(var refusal) ->
                            reason = tracker + " refused: " + refusal;
                }
            } catch (IOException | InvalidTrackerMessageException e) {
                reason = tracker + " does not answer: " + e.getMessage();
            }
        }
        LOG.debug("{}: {}", name, reason);
        problem = reason;
        return again();
    }

    private Pause again() {
        var pause = retry;
        retry = min(retry.multipliedBy(2), LAST_RETRY);
        return new Pause(pause, pause);
    }

    private Pause welcomed(AnnounceResponse.Success success, AnnounceEvent event) {
        problem = "";
        retry = FIRST_RETRY;
        announced = event != AnnounceEvent.STOPPED;
        member.meet(success.addresses());
        var least = max(Duration.ofSeconds(success.minIntervalSeconds()), SHORTEST_INTERVAL);
        var regular = max(Duration.ofSeconds(success.intervalSeconds()), least);
        return new Pause(min(regular, LONGEST_INTERVAL), max(least, LONELY_INTERVAL));
    }

    private AnnounceResponse ask(URI tracker, AnnounceEvent event)
            throws IOException, InvalidTrackerMessageException {
        var query = member.announce(event).toQuery();
        // A tracker's address may have a query of its own, such as a passkey.
        var separator = tracker.getRawQuery() == null ? "?" : "&";
        var uri = URI.create(tracker + separator + query);
        return AnnounceResponse.parse(http.get(uri, from, ANSWER_BYTES_MAX));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
