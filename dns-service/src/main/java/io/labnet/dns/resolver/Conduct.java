package io.labnet.dns.resolver;

import java.time.Duration;

/**
 * How a resolver goes about its work.
 *
 * @param primes whether it asks the root's servers who they are (RFC 9609)
 * @param mixesCase whether its questions have letters of random case
 * @param recursionDesired whether it asks the others to search on its behalf, as in the textbook's
 *     picture of recursive queries; they do so if they are set to
 * @param prefetches whether it asks again for what is used before it is forgotten
 * @param servesStale whether it tells what is stale when nothing better can be had (RFC 8767)
 * @param staleAfter how long a client waits for something better (RFC 8767 section 5's client
 *     response timer)
 */
public record Conduct(
        boolean primes,
        boolean mixesCase,
        boolean recursionDesired,
        boolean prefetches,
        boolean servesStale,
        Duration staleAfter) {
    public static final Conduct USUAL =
            new Conduct(true, true, false, true, true, Duration.ofMillis(1800));

    /** The textbook's picture of recursive queries: everybody asks the next one to go on. */
    public static final Conduct RECURSING =
            new Conduct(false, true, true, false, false, Duration.ofMillis(1800));

    /** The same, but whether it primes itself. */
    public Conduct priming(boolean does) {
        return new Conduct(does, mixesCase, recursionDesired, prefetches, servesStale, staleAfter);
    }

    /** The same, but after another time of waiting something stale is told. */
    public Conduct staleAfter(Duration patience) {
        return new Conduct(primes, mixesCase, recursionDesired, prefetches, servesStale, patience);
    }

    /** The same, but whether others are asked to search on its behalf. */
    public Conduct desiring(boolean recursion) {
        return new Conduct(primes, mixesCase, recursion, prefetches, servesStale, staleAfter);
    }
}
