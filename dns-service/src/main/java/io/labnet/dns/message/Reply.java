package io.labnet.dns.message;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * What a name server says to a query, before it is put into bytes.
 *
 * @param rcode 0 to 4095; above 15 only for clients that speak EDNS
 * @param authoritative the AA bit
 * @param recursionAvailable the RA bit
 * @param authenticData the AD bit: all of answer and authority is proved (RFC 4035 section 3.2.3)
 * @param glue how many of the first additional records must be told: without them the reply is cut
 *     short and says so by TC (RFC 9471 section 3.1)
 * @param error more about a failure, for clients that speak EDNS
 */
public record Reply(
        int rcode,
        boolean authoritative,
        boolean recursionAvailable,
        boolean authenticData,
        List<Record> answers,
        List<Record> authority,
        List<Record> additional,
        int glue,
        @Nullable ExtendedError error) {
    /** A reply of which nobody says that it is proved. */
    public Reply(
            int rcode,
            boolean authoritative,
            boolean recursionAvailable,
            List<Record> answers,
            List<Record> authority,
            List<Record> additional,
            int glue,
            @Nullable ExtendedError error) {
        this(
                rcode,
                authoritative,
                recursionAvailable,
                false,
                answers,
                authority,
                additional,
                glue,
                error);
    }

    /** A reply that is of use without its additional records. */
    public Reply(
            int rcode,
            boolean authoritative,
            boolean recursionAvailable,
            List<Record> answers,
            List<Record> authority,
            List<Record> additional,
            @Nullable ExtendedError error) {
        this(rcode, authoritative, recursionAvailable, answers, authority, additional, 0, error);
    }

    /**
     * Why a query failed (RFC 8914).
     *
     * @param code of the registry of RFC 8914 section 5.2
     * @param text for people
     */
    public record ExtendedError(int code, String text) {}

    /** An error and nothing else. */
    public static Reply of(int rcode) {
        return of(rcode, null);
    }

    /** An error, and why. */
    public static Reply of(int rcode, @Nullable ExtendedError error) {
        return new Reply(rcode, false, false, List.of(), List.of(), List.of(), error);
    }
}
