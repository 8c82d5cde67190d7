package io.labnet.dns.dnssec;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;

/**
 * For how long signatures hold, and when they are made anew (RFC 6781 section 4.4.2).
 *
 * @param lifetime of a signature at most
 * @param renewal so long before its end it is made anew
 * @param jitter so much less than the lifetime it holds at most, by its name and type, lest all end
 *     at once
 */
public record Validity(Duration lifetime, Duration renewal, Duration jitter) {
    // A clock elsewhere may be slow.
    private static final Duration BACKDATED = Duration.ofHours(1);

    public Validity {
        if (renewal.isNegative() || lifetime.minus(jitter).compareTo(renewal) <= 0) {
            throw new IllegalArgumentException("signatures would have to be renewed at once");
        }
    }

    /** When one signature holds. */
    record Window(Instant inception, Instant expiration) {}

    Window window(Name name, int type, Instant now) {
        var less = Math.floorMod(name.hashCode() * 31 + type, jitter.toSeconds() + 1);
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Window(second.minus(BACKDATED), second.plus(lifetime).minusSeconds(less));
    }

    /** When a signature is to be made anew. */
    Instant due(RRSIGRecord signature) {
        return signature.getExpire().minus(renewal);
    }

    boolean isDue(RRSIGRecord signature, Instant now) {
        return !now.isBefore(due(signature)) || signature.getTimeSigned().isAfter(now);
    }
}
