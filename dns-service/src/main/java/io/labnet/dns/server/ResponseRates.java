package io.labnet.dns.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many replies by UDP a network is given in a second, by kind: a client whose address is forged
 * has asked for none of them. Counts in a table of fixed size; where two networks meet in one place
 * of it, the later one begins anew, so that nobody is limited for another's sake.
 */
final class ResponseRates {
    /** What is to become of a reply. */
    enum Fate {
        SENT,
        /** Cut short, so that a client that does exist asks again by TCP. */
        CUT_SHORT,
        WITHHELD
    }

    private static final int PLACES = 1 << 14;
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_NETWORK_BYTES = 3;
    private static final int IPV6_NETWORK_BYTES = 7;
    private static final int COUNT_BITS = 20;
    private static final int SECOND_BITS = 12;
    private static final long COUNT_MAX = (1L << COUNT_BITS) - 1;

    private static final int RCODE_MASK = 0xF;
    private static final int AA = 0x0400;
    private static final int RA = 0x0080;
    private static final int FLAGS_AT = 2;
    private static final int ANSWERS_AT = 6;
    private static final int AUTHORITY_AT = 8;

    private final int perSecond;
    private final int slip;
    // Unknown to others, so that they cannot tell who meets whom in the table.
    private final int seed = ThreadLocalRandom.current().nextInt();
    // A place holds whose it is, the second, and how many replies there were in it.
    private final AtomicLongArray places = new AtomicLongArray(PLACES);

    /**
     * Rates.
     *
     * @param perSecond 1 or more
     * @param slip each so manieth reply that is too many is cut short; 0 for none
     */
    ResponseRates(int perSecond, int slip) {
        this.perSecond = perSecond;
        this.slip = slip;
    }

    /** Counts a reply and says what is to become of it. */
    Fate fate(InetAddress client, ByteBuffer reply, long nowSeconds) {
        var sent = count(hash(client, kind(reply)), nowSeconds);
        if (sent <= perSecond) {
            return Fate.SENT;
        }
        return slip > 0 && (sent - perSecond) % slip == 0 ? Fate.CUT_SHORT : Fate.WITHHELD;
    }

    private long count(int hash, long nowSeconds) {
        var place = hash & PLACES - 1;
        var owner = Integer.toUnsignedLong(hash) << (COUNT_BITS + SECOND_BITS);
        var second = nowSeconds & (1 << SECOND_BITS) - 1;
        var first = owner | second << COUNT_BITS;
        while (true) {
            var old = places.get(place);
            var same = (old & ~COUNT_MAX) == first;
            var next = same ? Math.min(old + 1, first | COUNT_MAX) : first + 1;
            if (places.compareAndSet(place, old, next)) {
                return next & COUNT_MAX;
            }
        }
    }

    private int hash(InetAddress client, int kind) {
        var address = client.getAddress();
        var bytes = address.length == IPV4_BYTES ? IPV4_NETWORK_BYTES : IPV6_NETWORK_BYTES;
        var hash = seed * 31 + kind;
        for (int i = 0; i < bytes; i++) {
            hash = (hash ^ address[i]) * 0x01000193;
        }
        return hash ^ hash >>> 15;
    }

    // Errors by RCODE; NOERROR as an answer, a referral or the absence of data. What is forged
    // for one kind does not cost the network the others.
    private static int kind(ByteBuffer reply) {
        var flags = reply.getShort(FLAGS_AT);
        var rcode = flags & RCODE_MASK;
        if (rcode != 0) {
            return rcode;
        }
        if (reply.getShort(ANSWERS_AT) != 0) {
            return RCODE_MASK + 1;
        }
        var isReferral = (flags & (AA | RA)) == 0 && reply.getShort(AUTHORITY_AT) != 0;
        return isReferral ? RCODE_MASK + 2 : RCODE_MASK + 3;
    }
}
