package io.labnet.origin.representation;

import io.labnet.origin.message.Fields;
import io.labnet.origin.message.HttpDate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a GET or HEAD goes ahead, by its conditions (RFC 9110 section 13). */
public enum Preconditions {
    /** 200 or 206. */
    GO_AHEAD,
    /** 304: the client has it already. */
    NOT_MODIFIED,
    /** 412: it is not what the client takes it for. */
    FAILED;

    /**
     * Judges in the order of RFC 9110 section 13.2.2.
     *
     * @param now decides the century of old-fashioned dates
     */
    public static Preconditions of(Fields fields, Representation now, Instant clock) {
        var ifMatch = fields.joined("If-Match");
        if (ifMatch != null) {
            if (!matchesStrongly(ifMatch, now)) {
                return FAILED;
            }
        } else if (isLater(now.modified(), fields.joined("If-Unmodified-Since"), clock)) {
            return FAILED;
        }
        var ifNoneMatch = fields.joined("If-None-Match");
        if (ifNoneMatch != null) {
            return matchesWeakly(ifNoneMatch, now) ? NOT_MODIFIED : GO_AHEAD;
        }
        var since = date(fields.joined("If-Modified-Since"), clock);
        return since != null && !now.modified().isAfter(since) ? NOT_MODIFIED : GO_AHEAD;
    }

    // RFC 9110 section 13.1.1: strong comparison, as the client means to rely on each byte.
    private static boolean matchesStrongly(String tags, Representation now) {
        return tags.equals("*")
                || EntityTag.parseList(tags).stream().anyMatch(now.tag()::isSameBytes);
    }

    // RFC 9110 section 13.1.2: weak comparison, as it only saves a transfer.
    private static boolean matchesWeakly(String tags, Representation now) {
        return tags.equals("*")
                || EntityTag.parseList(tags).stream().anyMatch(now.tag()::isEquivalent);
    }

    private static boolean isLater(Instant modified, @Nullable String since, Instant clock) {
        var date = date(since, clock);
        return date != null && modified.isAfter(date);
    }

    // What is not a date is ignored (RFC 9110 section 13.1.3 and 13.1.4).
    private static @Nullable Instant date(@Nullable String text, Instant clock) {
        return text == null ? null : HttpDate.parse(text, clock);
    }
}
