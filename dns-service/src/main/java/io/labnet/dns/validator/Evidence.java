package io.labnet.dns.validator;

import io.labnet.dns.zone.TimeToLive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * How far an answer is proved, and by what.
 *
 * @param reason why it is not secure, where there is more to say
 * @param signatures of the answer's own records, or of the SOA record beside a denial
 * @param denial NSEC or NSEC3 records, with their signatures
 * @param secondsMax for how long this holds, whatever the TTL (RFC 4035 section 5.3.3)
 */
public record Evidence(
        Security security,
        @Nullable Reason reason,
        List<Record> signatures,
        List<Record> denial,
        long secondsMax) {
    private static final long ANY_TIME = Long.MAX_VALUE;

    /** Nothing is known about it. */
    public static final Evidence NONE = of(Security.INDETERMINATE, null);

    /** A mere verdict. */
    public static Evidence of(Security security, @Nullable Reason reason) {
        return new Evidence(security, reason, List.of(), List.of(), ANY_TIME);
    }

    public static Evidence bogus(Reason reason) {
        return of(Security.BOGUS, reason);
    }

    public boolean isBogus() {
        return security == Security.BOGUS;
    }

    public boolean isSecure() {
        return security == Security.SECURE;
    }

    /** The verdict for people, such as {@code bogus: no signature of A gaia.cs.umass.edu}. */
    public String text() {
        var verdict = security.name().toLowerCase(Locale.ROOT);
        return reason == null ? verdict : verdict + ": " + reason.text();
    }

    /** The same verdict with what came along. */
    public Evidence with(List<? extends Record> signatures, List<? extends Record> denial) {
        return new Evidence(
                security, reason, List.copyOf(signatures), List.copyOf(denial), secondsMax);
    }

    /** The same verdict, and what came along with this TTL. */
    public Evidence lasting(long seconds) {
        return with(lasting(signatures, seconds), lasting(denial, seconds));
    }

    private static List<Record> lasting(List<Record> records, long seconds) {
        return records.stream().map(record -> TimeToLive.of(record, seconds)).toList();
    }

    /** The same, but at most for so long. */
    public Evidence within(long seconds) {
        return new Evidence(security, reason, signatures, denial, Math.min(seconds, secondsMax));
    }

    /** Of two parts of one answer: together they are worth what the lesser is. */
    public Evidence and(Evidence other) {
        var lesser = other.security.compareTo(security) < 0 ? other : this;
        return new Evidence(
                lesser.security,
                lesser.reason,
                joined(signatures, other.signatures),
                joined(denial, other.denial),
                Math.min(secondsMax, other.secondsMax));
    }

    private static List<Record> joined(List<Record> first, List<Record> then) {
        var all = new ArrayList<>(first);
        then.stream().filter(record -> !all.contains(record)).forEach(all::add);
        return List.copyOf(all);
    }
}
