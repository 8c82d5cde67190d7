package io.labnet.dns.policy;

import io.labnet.dns.policy.Policy.Check;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are up, by what was seen of them: down after {@value #FAILURES} looks in vain one
 * after the other, up again after one that was not. Who was not looked at yet is told like the
 * others. It knows no clock and no network.
 */
final class Health {
    private static final int FAILURES = 2;

    /** What is looked at. */
    record Target(InetAddress address, Check check) {}

    /**
     * What is known of a target.
     *
     * @param failures looks in vain since the last that was not
     * @param due when to look next; null while somebody looks
     */
    private record State(Condition condition, int failures, @Nullable Instant due) {}

    private final Map<Target, State> states = new HashMap<>();

    /** Makes these the targets, of which the new ones are due at once. */
    synchronized void watch(Set<Target> targets, Instant now) {
        states.keySet().retainAll(targets);
        targets.forEach(t -> states.putIfAbsent(t, new State(Condition.UNKNOWN, 0, now)));
    }

    synchronized Condition of(Target target) {
        var state = states.get(target);
        return state == null ? Condition.UNKNOWN : state.condition();
    }

    /** How many are known to be down. */
    synchronized int down() {
        return (int) states.values().stream().filter(s -> s.condition() == Condition.DOWN).count();
    }

    /** The target that has been due for longest, which the caller then looks at; null if none. */
    synchronized @Nullable Target take(Instant now) {
        Target longest = null;
        var since = now;
        for (var entry : states.entrySet()) {
            var due = entry.getValue().due();
            if (due != null && !due.isAfter(since)) {
                longest = entry.getKey();
                since = due;
            }
        }
        if (longest != null) {
            states.computeIfPresent(
                    longest, (_, s) -> new State(s.condition(), s.failures(), null));
        }
        return longest;
    }

    /** When the next one is due; null when nothing is waited for. */
    synchronized @Nullable Instant nextDue() {
        Instant next = null;
        for (var state : states.values()) {
            var due = state.due();
            if (due != null && (next == null || due.isBefore(next))) {
                next = due;
            }
        }
        return next;
    }

    /**
     * What was seen of a target that was taken.
     *
     * @return whether it is told now and was not before, or the other way round
     */
    synchronized boolean seen(Target target, boolean answers, Instant now) {
        var before = states.get(target);
        if (before == null) {
            return false;
        }
        var failures = answers ? 0 : before.failures() + 1;
        var next = answers ? Condition.UP : failed(before.condition(), failures);
        states.put(target, new State(next, failures, now.plus(target.check().interval())));
        return (before.condition() == Condition.DOWN) != (next == Condition.DOWN);
    }

    private static Condition failed(Condition before, int failures) {
        return failures >= FAILURES ? Condition.DOWN : before;
    }
}
