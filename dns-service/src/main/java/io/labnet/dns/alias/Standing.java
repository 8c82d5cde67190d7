package io.labnet.dns.alias;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * How it is with one ALIAS record.
 *
 * @param zone the origin of its zone
 * @param addresses what was last told; null before the first answer
 * @param due when it is looked into again
 * @param failingSince null while it is not
 * @param trouble why it fails, for people; empty while it does not
 */
public record Standing(
        Name zone,
        Name owner,
        Name target,
        @Nullable List<String> addresses,
        Instant due,
        @Nullable Instant failingSince,
        String trouble) {
    static Standing fresh(Name zone, Name owner, Name target, Instant now) {
        return new Standing(zone, owner, target, null, now, null, "");
    }

    Standing at(Instant next) {
        return new Standing(zone, owner, target, addresses, next, failingSince, trouble);
    }

    Standing told(List<String> found, Instant next) {
        return new Standing(zone, owner, target, found, next, null, "");
    }

    Standing failed(@Nullable List<String> told, Instant since, Instant next, String reason) {
        return new Standing(zone, owner, target, told, next, since, reason);
    }
}
