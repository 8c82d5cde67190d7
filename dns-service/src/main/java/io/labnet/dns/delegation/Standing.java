package io.labnet.dns.delegation;

import io.labnet.dns.delegation.Decision.Put;
import io.labnet.dns.delegation.Decision.Stay;
import io.labnet.dns.delegation.Decision.Why;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * How it is with one delegation.
 *
 * @param zone the origin of the parent zone
 * @param due when the child is asked again
 * @param failures how many looks in vain there were, up to now
 * @param looked when it was last asked; null before the first time
 * @param decision what came of that
 * @param signed when the child had signed the last wish that was fulfilled; null where none was
 *     since this process began
 */
public record Standing(
        Name zone,
        Name child,
        Instant due,
        int failures,
        @Nullable Instant looked,
        @Nullable Decision decision,
        @Nullable Instant signed) {
    static Standing fresh(Name zone, Name child, Instant now) {
        return new Standing(zone, child, now, 0, null, null, null);
    }

    Standing at(Instant next) {
        return new Standing(zone, child, next, failures, looked, decision, signed);
    }

    Standing after(Decision made, Instant now, AgentTerms terms) {
        var isVain =
                made instanceof Stay(var why, var _) && (why == Why.SILENT || why == Why.UNDONE);
        var vain = isVain ? failures + 1 : 0;
        var since = made instanceof Put(var _, var when) ? when : signed;
        return new Standing(zone, child, terms.next(now, vain), vain, now, made, since);
    }

    /** Whether the last look came to nothing for the same reason. */
    boolean isLike(Decision made) {
        return decision instanceof Stay(var before, var _)
                && made instanceof Stay(var now, var _)
                && before == now;
    }
}
