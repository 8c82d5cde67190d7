package io.labnet.dns.resolver;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How quickly each name server answered lately: a smoothed round-trip time. Who was never asked is
 * asked first; who keeps silent falls back, and is tried again after the others have aged.
 */
final class ServerRatings {
    private static final int SERVERS_MAX = 4096;
    private static final double WEIGHT_OF_NEW = 0.3;
    // A passed-over server seems a little quicker each time, so that its turn comes again.
    private static final double AGEING = 0.98;
    private static final double SILENCE_MICROS_MIN = 400_000;
    private static final double SILENCE_MICROS_MAX = 10_000_000;

    private final Map<InetSocketAddress, Double> micros =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Double> eldest) {
                    return size() > SERVERS_MAX;
                }
            };

    /** The servers, the one to ask first at the beginning. */
    synchronized List<NameServer> ordered(Collection<NameServer> servers) {
        var ordered =
                servers.stream()
                        .sorted(Comparator.comparingDouble(s -> rating(s.address())))
                        .toList();
        ordered.stream()
                .skip(1)
                .forEach(s -> micros.computeIfPresent(s.address(), (_, m) -> m * AGEING));
        return ordered;
    }

    private double rating(InetSocketAddress server) {
        return micros.getOrDefault(server, 0.0);
    }

    synchronized void answered(InetSocketAddress server, Duration roundTrip) {
        var newest = roundTrip.toNanos() / 1000.0;
        micros.merge(server, newest, (old, now) -> old + WEIGHT_OF_NEW * (now - old));
    }

    synchronized void keptSilent(InetSocketAddress server) {
        var doubled = 2 * rating(server);
        micros.put(server, Math.clamp(doubled, SILENCE_MICROS_MIN, SILENCE_MICROS_MAX));
    }
}
