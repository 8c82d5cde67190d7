package io.labnet.dns.message;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;

/** What came in on a name server's port. */
public sealed interface Heard {
    /** Not worth a reply: too short to be a query, or itself a reply. */
    record Noise() implements Heard {}

    /**
     * A query that earns nothing but an error.
     *
     * @param rcode such as FORMERR; 16 (BADVERS) takes the extended form of RFC 6891 section 6.1.3
     */
    record Bad(Envelope envelope, @Nullable Question question, int rcode) implements Heard {}

    /** A query that can be answered. */
    record Query(Envelope envelope, Question question) implements Heard {}

    /**
     * About the zones rather than about the names in them (RFC 1034 section 4.3.5): NOTIFY, UPDATE,
     * a transfer, or anything signed with TSIG.
     *
     * @param question null when there is none, or more than one
     * @param rcode what it earns where nobody maintains zones
     */
    record Maintenance(Envelope envelope, @Nullable Question question, int rcode)
            implements Heard {}

    /**
     * What a reply repeats or obeys of its query's header.
     *
     * @param id 0 to 65535
     * @param opcode 0 to 15
     * @param recursionDesired the RD bit
     * @param checkingDisabled the CD bit
     * @param authenticData the AD bit: the client understands it in the reply (RFC 6840 section
     *     5.7)
     * @param edns null when the client speaks none
     */
    record Envelope(
            int id,
            int opcode,
            boolean recursionDesired,
            boolean checkingDisabled,
            boolean authenticData,
            @Nullable Edns edns) {
        private static final int CLASSIC_BYTES = 512;

        /** Of a client that does not ask what is authentic. */
        public Envelope(
                int id,
                int opcode,
                boolean recursionDesired,
                boolean checkingDisabled,
                @Nullable Edns edns) {
            this(id, opcode, recursionDesired, checkingDisabled, false, edns);
        }

        /** Whether the client wants signatures and denials too (RFC 3225 section 3). */
        public boolean dnssecOk() {
            return edns != null && edns.dnssecOk();
        }

        /**
         * How many bytes a reply by UDP may have (RFC 1035 section 2.3.4, RFC 6891 section 6.2.3).
         */
        public int udpLimitBytes() {
            return edns == null
                    ? CLASSIC_BYTES
                    : Math.clamp(edns.payloadBytes(), CLASSIC_BYTES, Edns.PAYLOAD_BYTES);
        }
    }

    /**
     * A client's OPT record (RFC 6891 section 6.1).
     *
     * @param payloadBytes the largest UDP payload that the client takes; below 512 counts as 512
     * @param dnssecOk the DO bit (RFC 3225)
     * @param options those unknown included, which are ignored (RFC 6891 section 6.1.2)
     */
    record Edns(int payloadBytes, boolean dnssecOk, List<EDNSOption> options) {
        /** What we take and send ourselves: fits one unfragmented packet on any usual path. */
        public static final int PAYLOAD_BYTES = 1232;

        public Edns(int payloadBytes, boolean dnssecOk) {
            this(payloadBytes, dnssecOk, List.of());
        }

        /** The first option of a kind. */
        public <T extends EDNSOption> Optional<T> option(Class<T> kind) {
            return options.stream().filter(kind::isInstance).map(kind::cast).findFirst();
        }
    }
}
