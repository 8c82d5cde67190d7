package io.labnet.dns.resolver;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How quickly each name server answered lately, as a smoothed round-trip time; whether it is worth
 * asking at all; and which manners it cannot cope with.
 */
final class ServerRatings {
    private static final int SERVERS_MAX = 4096;
    private static final double WEIGHT_OF_NEW = 0.3;
    // A passed-over server seems a little quicker each time, so that its turn comes again.
    private static final double AGEING = 0.98;
    // Whom nobody has asked yet is taken for a server of the same continent.
    private static final double UNKNOWN_MICROS = 20_000;
    private static final double SILENCE_MICROS_MIN = 400_000;
    private static final double SILENCE_MICROS_MAX = 10_000_000;
    // One lost packet, or two, is no death.
    private static final int SILENCES_OF_THE_DEAD = 3;
    private static final Duration MANNERS_KEPT = Duration.ofMinutes(10);

    private final Pauses pauses;
    private final Clock clock;
    private final LongSupplier flushes;
    private final Map<InetSocketAddress, Standing> standings =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Standing> eldest) {
                    return size() > SERVERS_MAX;
                }
            };

    private static final class Standing {
        private double micros = UNKNOWN_MICROS;
        private boolean isKnown;
        private int silences;
        private Duration pause = Duration.ZERO;
        private Instant askAgain = Instant.MIN;
        private long asOf;
        private Instant noEdnsUntil = Instant.MIN;
        private Instant noCaseUntil = Instant.MIN;
    }

    /**
     * Knows nobody.
     *
     * @param flushes grows when people want a fresh start: then nobody is left alone any longer
     */
    ServerRatings(Pauses pauses, Clock clock, LongSupplier flushes) {
        this.pauses = pauses;
        this.clock = clock;
        this.flushes = flushes;
    }

    /** The servers that are worth asking, the one to ask first at the beginning. */
    synchronized List<NameServer> ordered(Collection<NameServer> servers) {
        var ordered = new ArrayList<NameServer>(servers);
        ordered.removeIf(server -> !isWorthAsking(standing(server.address())));
        ordered.sort(Comparator.comparingDouble(server -> standing(server.address()).micros));
        for (int i = 1; i < ordered.size(); i++) {
            standing(ordered.get(i).address()).micros *= AGEING;
        }
        return ordered;
    }

    private boolean isWorthAsking(Standing standing) {
        return standing.asOf != flushes.getAsLong() || !standing.askAgain.isAfter(clock.instant());
    }

    private Standing standing(InetSocketAddress server) {
        return standings.computeIfAbsent(server, _ -> new Standing());
    }

    synchronized void answered(InetSocketAddress server, Duration roundTrip) {
        var newest = roundTrip.toNanos() / 1000.0;
        var standing = standing(server);
        standing.micros =
                standing.isKnown
                        ? standing.micros + WEIGHT_OF_NEW * (newest - standing.micros)
                        : newest;
        standing.isKnown = true;
        standing.silences = 0;
        standing.pause = Duration.ZERO;
        standing.askAgain = Instant.MIN;
    }

    synchronized void keptSilent(InetSocketAddress server) {
        var standing = standing(server);
        standing.micros = Math.clamp(2 * standing.micros, SILENCE_MICROS_MIN, SILENCE_MICROS_MAX);
        standing.silences++;
        if (standing.silences >= SILENCES_OF_THE_DEAD) {
            standing.pause = pauses.after(standing.pause);
            standing.askAgain = clock.instant().plus(standing.pause);
            standing.asOf = flushes.getAsLong();
        }
    }

    /** How to put a question to a server. */
    synchronized Upstream.Manner manner(
            InetSocketAddress server, boolean recursionDesired, boolean mixedCase) {
        var now = clock.instant();
        var standing = standing(server);
        return new Upstream.Manner(
                recursionDesired,
                now.isAfter(standing.noEdnsUntil),
                mixedCase && now.isAfter(standing.noCaseUntil));
    }

    synchronized void knowsNoEdns(InetSocketAddress server) {
        standing(server).noEdnsUntil = clock.instant().plus(MANNERS_KEPT);
    }

    synchronized void losesCase(InetSocketAddress server) {
        standing(server).noCaseUntil = clock.instant().plus(MANNERS_KEPT);
    }
}
