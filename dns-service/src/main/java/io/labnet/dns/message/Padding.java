package io.labnet.dns.message;

import io.labnet.dns.message.Heard.Edns;
import java.util.Optional;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;

/** Hides from whoever watches an encrypted connection how long a reply is (RFC 7830). */
public final class Padding {
    // What a server should fill (RFC 8467 section 4.1).
    private static final int BLOCK_BYTES = 468;
    private static final int OPTION_HEADER_BYTES = 4;

    private Padding() {}

    /** Whether a client hides the length of its queries, and so wants that of replies hidden. */
    public static boolean isWanted(Edns edns) {
        return edns.options().stream()
                .anyMatch(option -> option.getCode() == EDNSOption.Code.PADDING);
    }

    /**
     * The option that fills up a reply to whole blocks, as far as there is room; none where there
     * is no room at all.
     *
     * @param replyBytes the length of the reply without it
     * @param limitBytes and the most that it may have
     */
    public static Optional<EDNSOption> filling(int replyBytes, int limitBytes) {
        var emptyBytes = replyBytes + OPTION_HEADER_BYTES;
        if (emptyBytes > limitBytes) {
            return Optional.empty();
        }
        var blocksBytes = Math.ceilDiv(emptyBytes, BLOCK_BYTES) * BLOCK_BYTES;
        // Zeros, which carry nothing (RFC 7830 section 3).
        var fill = new byte[Math.min(blocksBytes, limitBytes) - emptyBytes];
        return Optional.of(new GenericEDNSOption(EDNSOption.Code.PADDING, fill));
    }
}
