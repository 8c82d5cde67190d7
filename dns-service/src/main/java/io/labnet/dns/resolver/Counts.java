package io.labnet.dns.resolver;

import io.labnet.dns.validator.Security;
import java.util.concurrent.atomic.LongAdder;

/** What a resolver has done so far, besides answering. */
public final class Counts {
    final LongAdder failures = new LongAdder();
    final LongAdder shared = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder prefetches = new LongAdder();
    final LongAdder stale = new LongAdder();
    final LongAdder local = new LongAdder();
    private final LongAdder secure = new LongAdder();
    private final LongAdder insecure = new LongAdder();
    private final LongAdder bogus = new LongAdder();

    Counts() {}

    /** Searches that ended without an answer. */
    public long failures() {
        return failures.sum();
    }

    /** Questions that had the answer of an equal question's search. */
    public long shared() {
        return shared.sum();
    }

    /** Questions that were not searched for because too many were. */
    public long refused() {
        return refused.sum();
    }

    /** Searches for what was known, but not for long. */
    public long prefetches() {
        return prefetches.sum();
    }

    /** Answers that were stale. */
    public long stale() {
        return stale.sum();
    }

    /** Answers by rules of our own. */
    public long local() {
        return local.sum();
    }

    /** Answers that are proved. */
    public long secure() {
        return secure.sum();
    }

    /** Answers that need not be proved. */
    public long insecure() {
        return insecure.sum();
    }

    /** Answers that are not proved, as they should be. */
    public long bogus() {
        return bogus.sum();
    }

    void judged(Security security) {
        switch (security) {
            case SECURE -> secure.increment();
            case INSECURE, INDETERMINATE -> insecure.increment();
            case BOGUS -> bogus.increment();
        }
    }
}
