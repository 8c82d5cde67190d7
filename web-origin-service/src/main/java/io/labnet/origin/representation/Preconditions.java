package io.labnet.origin.representation;

import io.labnet.origin.message.Fields;
import io.labnet.origin.message.HttpDate;
import java.time.Instant;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Whether a request goes ahead, by its conditions (RFC 9110 section 13). */
public enum Preconditions {
    /** As if it had no conditions; Range is still to be looked at. */
    GO_AHEAD,
    /** 304: the client has it already. */
    NOT_MODIFIED,
    /** 412: it is not what the client takes it for. */
    FAILED;

    /**
     * Judges in the order of RFC 9110 section 13.2.2.
     *
     * @param reads whether the method is GET or HEAD, which alone earn a 304
     * @param now what stands there; null when nothing does
     * @param clock decides the century of old-fashioned dates
     */
    public static Preconditions of(
            Fields fields, boolean reads, @Nullable Validators now, Instant clock) {
        if (isAnotherVersion(fields, now, clock)) {
            return FAILED;
        }
        var ifNoneMatch = fields.joined("If-None-Match");
        if (ifNoneMatch != null) {
            // RFC 9110 section 13.1.2: weak comparison, as it only saves a transfer.
            if (!matches(ifNoneMatch, now, EntityTag::isEquivalent)) {
                return GO_AHEAD;
            }
            return reads ? NOT_MODIFIED : FAILED;
        }
        // RFC 9110 section 13.1.3: other methods ignore the date.
        var since = date(fields.joined("If-Modified-Since"), clock);
        var modified = modified(now);
        return reads && modified != null && since != null && !modified.isAfter(since)
                ? NOT_MODIFIED
                : GO_AHEAD;
    }

    private static boolean isAnotherVersion(
            Fields fields, @Nullable Validators now, Instant clock) {
        var ifMatch = fields.joined("If-Match");
        if (ifMatch != null) {
            // RFC 9110 section 13.1.1: strong comparison, as the client relies on each byte.
            return !matches(ifMatch, now, EntityTag::isSameBytes);
        }
        // RFC 9110 section 13.1.4: ignored where nothing has a date.
        var since = date(fields.joined("If-Unmodified-Since"), clock);
        var modified = modified(now);
        return modified != null && since != null && modified.isAfter(since);
    }

    private static @Nullable Instant modified(@Nullable Validators now) {
        return now == null ? null : now.modified();
    }

    private static boolean matches(
            String listed, @Nullable Validators now, BiPredicate<EntityTag, EntityTag> same) {
        if (now == null) {
            return false;
        }
        return listed.equals("*")
                || EntityTag.parseList(listed).stream()
                        .anyMatch(tag -> now.tags().stream().anyMatch(own -> same.test(tag, own)));
    }

    // What is not a date is ignored (RFC 9110 section 13.1.3 and 13.1.4).
    private static @Nullable Instant date(@Nullable String text, Instant clock) {
        return text == null ? null : HttpDate.parse(text, clock);
    }
}
