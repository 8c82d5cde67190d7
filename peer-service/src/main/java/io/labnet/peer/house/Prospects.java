package io.labnet.peer.house;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a peer might call: at most {@value #REMEMBERED} addresses, each tried again after a pause
 * that doubles every time.
 */
final class Prospects {
    static final int REMEMBERED = 500;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final int DOUBLINGS_MAX = 6;

    private record Prospect(long dueNanos, int tries) {}

    private final Map<InetSocketAddress, Prospect> prospects = new LinkedHashMap<>();

    synchronized void meet(InetSocketAddress address, long nowNanos) {
        if (prospects.size() < REMEMBERED) {
            prospects.putIfAbsent(address, new Prospect(nowNanos, 0));
        }
    }

    /** The next one that is due, which counts as called now. */
    synchronized Optional<InetSocketAddress> next(long nowNanos) {
        var next =
                prospects.entrySet().stream()
                        .filter(entry -> nowNanos - entry.getValue().dueNanos() >= 0)
                        .map(Map.Entry::getKey)
                        .findFirst();
        next.ifPresent(address -> called(address, nowNanos));
        return next;
    }

    synchronized void forget(InetSocketAddress address) {
        prospects.remove(address);
    }

    // Called ones go to the end, so that each has its turn.
    private void called(InetSocketAddress address, long nowNanos) {
        var prospect = prospects.remove(address);
        var tries = prospect == null ? 0 : prospect.tries();
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, DOUBLINGS_MAX));
        prospects.put(address, new Prospect(nowNanos + pause.toNanos(), tries + 1));
    }
}
