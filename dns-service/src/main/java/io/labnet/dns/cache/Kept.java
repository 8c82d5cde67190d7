package io.labnet.dns.cache;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Enclosers;
import io.labnet.dns.validator.Evidence;
import io.labnet.dns.zone.TimeToLive;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * What the cache holds of one question. Whole seconds, as TTLs are: what comes within one second
 * then has one TTL.
 *
 * @param records empty for the knowledge that there are none
 * @param soa of that knowledge
 * @param evidence how far it is proved
 */
record Kept(
        List<Record> records,
        @Nullable SOARecord soa,
        Credibility credibility,
        Evidence evidence,
        long sinceEpochSeconds,
        long untilEpochSeconds) {
    // What is told after its time is to be asked for again soon (RFC 8767 section 4).
    private static final long STALE_TTL_SECONDS = 30;
    private static final int AGEING_TENTHS = 10;
    // Objects, references and arrays around a question, and around a record.
    private static final int BYTES_PER_ENTRY = 240;
    private static final int BYTES_PER_RECORD = 200;

    boolean isFresh(long now) {
        return untilEpochSeconds > now;
    }

    /** Whether it says the same, to the second. */
    boolean isSameAs(Kept other) {
        return sinceEpochSeconds == other.sinceEpochSeconds
                && untilEpochSeconds == other.untilEpochSeconds
                && equals(other);
    }

    boolean isNegative() {
        return records.isEmpty();
    }

    /** Whether it is in the last tenth of its time, for which a short time is too short. */
    boolean isAgeing(long now) {
        var lifetime = untilEpochSeconds - sinceEpochSeconds;
        return isFresh(now)
                && lifetime >= AGEING_TENTHS
                && secondsLeft(now) * AGEING_TENTHS <= lifetime;
    }

    long secondsLeft(long now) {
        return untilEpochSeconds - now;
    }

    /** Known without the time that has passed; stale data has a short time of its own. */
    List<Record> recordsLeft(long now) {
        return left(records, now);
    }

    @Nullable SOARecord soaLeft(long now) {
        return soa == null ? null : (SOARecord) TimeToLive.of(soa, secondsTold(now));
    }

    /** Signatures and denials have the TTL of what they are about. */
    Evidence evidenceLeft(long now) {
        return evidence.signatures().isEmpty() && evidence.denial().isEmpty()
                ? evidence
                : evidence.with(left(evidence.signatures(), now), left(evidence.denial(), now));
    }

    private List<Record> left(List<Record> records, long now) {
        var seconds = secondsTold(now);
        return records.stream().map(record -> TimeToLive.of(record, seconds)).toList();
    }

    private long secondsTold(long now) {
        return isFresh(now) ? secondsLeft(now) : STALE_TTL_SECONDS;
    }

    /**
     * The wildcard's own set, from one that was made of it. Only where all signatures are of the
     * same wildcard: one of them is proved, but not which.
     */
    Optional<Kept> unexpanded() {
        var labels =
                evidence.signatures().stream()
                        .filter(RRSIGRecord.class::isInstance)
                        .map(signature -> ((RRSIGRecord) signature).getLabels())
                        .distinct()
                        .toList();
        if (labels.size() != 1) {
            return Optional.empty();
        }
        var encloser = Enclosers.ofLabels(records.getFirst().getName(), labels.getFirst() + 1);
        var wildcard = Enclosers.wildcard(encloser);
        return Optional.of(
                new Kept(
                        renamed(records, wildcard),
                        null,
                        credibility,
                        evidence.with(renamed(evidence.signatures(), wildcard), List.of()),
                        sinceEpochSeconds,
                        untilEpochSeconds));
    }

    /** What these records are the answer to. */
    Question question() {
        return new Question(records.getFirst().getName(), records.getFirst().getType());
    }

    static List<Record> renamed(List<Record> records, Name name) {
        return records.stream().map(record -> record.withName(name)).toList();
    }

    /** How much memory it takes, by estimate. */
    int bytes(Question question) {
        long bytes = BYTES_PER_ENTRY + 2L * question.name().length();
        bytes += bytes(records) + bytes(evidence.signatures()) + bytes(evidence.denial());
        return (int) Math.min(bytes + (soa == null ? 0 : bytes(soa)), Integer.MAX_VALUE);
    }

    private static long bytes(Record record) {
        return BYTES_PER_RECORD + 2L * record.toWire(Section.ANSWER).length;
    }

    private static long bytes(List<Record> records) {
        return records.stream().mapToLong(Kept::bytes).sum();
    }
}
