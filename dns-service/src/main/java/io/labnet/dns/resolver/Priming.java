package io.labnet.dns.resolver;

import io.labnet.dns.message.Question;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Asks those root servers that the settings name which ones there are (RFC 9609). Meanwhile, and if
 * nobody answers, the settings are good enough.
 */
final class Priming {
    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);
    private static final Question ROOT = new Question(Name.root, Type.NS);

    private final Surroundings around;
    private final Pauses pauses;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    private volatile Instant notBefore = Instant.MIN;

    Priming(Surroundings around, Pauses pauses) {
        this.around = around;
        this.pauses = pauses;
    }

    /** Asks, unless that is being done or has failed just now; does not wait for the answer. */
    void wanted() {
        if (around.conduct().primes()
                && !around.clock().instant().isBefore(notBefore)
                && isUnderWay.compareAndSet(false, true)) {
            Thread.ofVirtual().name("dns-priming").start(this::prime);
        }
    }

    private void prime() {
        // Not for every search anew, if the root's records live no longer than one.
        notBefore = around.clock().instant().plus(pauses.first());
        try {
            new Search(around, this, true).find(ROOT);
        } catch (Unresolvable nobody) {
            notBefore = around.clock().instant().plus(pauses.longest());
            LOG.debug("The root cannot be primed: {}", nobody.getMessage());
        } finally {
            isUnderWay.set(false);
        }
    }
}
