package io.labnet.dns.resolver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a search has still to spend. Used by one thread. */
final class Budget {
    private final Limits limits;
    private final Clock clock;
    private final Instant deadline;
    private int queries;
    private int referrals;
    private int lookups;

    Budget(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.deadline = clock.instant().plus(limits.total());
    }

    /**
     * Takes one query.
     *
     * @param mayTakeLong whether the server has to ask others first
     * @return how long to wait for the reply
     */
    Duration query(boolean mayTakeLong) throws Unresolvable {
        if (queries++ >= limits.queriesMax()) {
            throw Unresolvable.limit("more than " + limits.queriesMax() + " queries");
        }
        var left = Duration.between(clock.instant(), deadline);
        if (!left.isPositive()) {
            throw Unresolvable.unreachable("no answer within " + limits.total().toMillis() + " ms");
        }
        var patience = mayTakeLong ? limits.resolverTimeout() : limits.queryTimeout();
        return left.compareTo(patience) < 0 ? left : patience;
    }

    void referral() throws Unresolvable {
        if (referrals++ >= limits.referralsMax()) {
            throw Unresolvable.limit("more than " + limits.referralsMax() + " referrals");
        }
    }

    /** Takes one search for a name server's address, if there is one left. */
    boolean mayLookUp(int depth) {
        return depth < limits.depthMax() && lookups++ < limits.lookupsMax();
    }
}
