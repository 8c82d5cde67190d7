package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Question;
import io.labnet.dns.resolver.Upstream.Manner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** A query of ours in bytes, and what a reply must repeat of it to be believed. */
final class OutgoingQuery {
    private static final int HEADER_BYTES = 12;
    private static final int QR_AND_OPCODE = 0xF8;
    private static final int QR = 0x80;
    private static final int RCODE = 0x0F;
    private static final int RD = 0x0100;
    private static final int CD = 0x0010;
    private static final int TYPE_AND_CLASS_BYTES = 4;
    private static final int OPT_BYTES = 11;
    private static final int CASE = 0x20;

    /** How far a reply fits. */
    enum Match {
        /** It is another query's, or a forgery. */
        NONE,
        /** All but the case of some letters. */
        EXCEPT_CASE,
        /** Letter for letter. */
        EXACT
    }

    private final byte[] wire;
    private final byte[] plainName;

    /**
     * A query.
     *
     * @param cookie that goes along, in EDNS
     */
    OutgoingQuery(Question question, Manner manner, CookieOption cookie, SecureRandom random) {
        this.plainName = question.name().toWire();
        // All at once, for each time costs a hash.
        var chance = new byte[Short.BYTES + plainName.length];
        random.nextBytes(chance);
        var id = ByteBuffer.wrap(chance).getShort();
        this.wire = wire(id, plainName, question, manner, cookie.toWire());
        if (manner.mixedCase()) {
            mixCase(chance);
        }
    }

    // By hand, for it is always of one form (RFC 1035 section 4.1, RFC 6891 section 6.1.2).
    private static byte[] wire(
            short id, byte[] name, Question question, Manner manner, byte[] cookie) {
        var rest = TYPE_AND_CLASS_BYTES + OPT_BYTES + cookie.length;
        var wire = ByteBuffer.allocate(HEADER_BYTES + name.length + rest);
        wire.putShort(id).putShort((short) flags(manner));
        wire.putShort((short) 1).putInt(0).putShort((short) (manner.edns() ? 1 : 0));
        wire.put(name).putShort((short) question.type()).putShort((short) question.dclass());
        if (manner.edns()) {
            wire.put((byte) 0).putShort((short) Type.OPT).putShort((short) Edns.PAYLOAD_BYTES);
            wire.putInt(manner.dnssecOk() ? ExtendedFlags.DO : 0);
            wire.putShort((short) cookie.length).put(cookie);
        }
        return Arrays.copyOf(wire.array(), wire.position());
    }

    private static int flags(Manner manner) {
        // What another resolver holds to be bogus is for us to judge (RFC 6840 section 5.9).
        var checks = manner.dnssecOk() && manner.recursionDesired();
        return (manner.recursionDesired() ? RD : 0) | (checks ? CD : 0);
    }

    // One more bit for a forger to guess with each letter. Lengths of labels are below 64, and
    // so are no letters.
    private void mixCase(byte[] chance) {
        for (int i = 0; i < plainName.length; i++) {
            if (isLetter(plainName[i])) {
                wire[HEADER_BYTES + i] ^= (byte) (chance[Short.BYTES + i] & CASE);
            }
        }
    }

    private static boolean isLetter(byte octet) {
        var lower = octet | CASE;
        return lower >= 'a' && lower <= 'z';
    }

    byte[] wire() {
        return wire.clone();
    }

    /** Compares id, opcode and question (RFC 5452 section 9.1). */
    Match match(byte[] reply) {
        if (reply.length < HEADER_BYTES
                || reply[0] != wire[0]
                || reply[1] != wire[1]
                || (reply[2] & QR_AND_OPCODE) != (QR | (wire[2] & QR_AND_OPCODE))) {
            return Match.NONE;
        }
        var questions = ByteBuffer.wrap(reply).getShort(4);
        if (questions == 0 && isPerplexed(reply)) {
            return Match.EXACT;
        }
        return questions == 1 ? matchQuestion(reply) : Match.NONE;
    }

    // Who cannot read a query need not repeat it (RFC 6891 section 7).
    private static boolean isPerplexed(byte[] reply) {
        var rcode = reply[3] & RCODE;
        return rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP;
    }

    private Match matchQuestion(byte[] reply) {
        var end = HEADER_BYTES + plainName.length + TYPE_AND_CLASS_BYTES;
        if (reply.length < end) {
            return Match.NONE;
        }
        if (Arrays.equals(reply, HEADER_BYTES, end, wire, HEADER_BYTES, end)) {
            return Match.EXACT;
        }
        var endOfName = end - TYPE_AND_CLASS_BYTES;
        return Arrays.equals(reply, endOfName, end, wire, endOfName, end) && isSameName(reply)
                ? Match.EXCEPT_CASE
                : Match.NONE;
    }

    private boolean isSameName(byte[] reply) {
        for (int i = 0; i < plainName.length; i++) {
            var theirs = reply[HEADER_BYTES + i];
            var isSame =
                    theirs == plainName[i]
                            || (isLetter(theirs) && (theirs | CASE) == (plainName[i] | CASE));
            if (!isSame) {
                return false;
            }
        }
        return true;
    }

    /** Decodes a reply that fits; null when it cannot be. */
    @Nullable Message read(byte[] reply) {
        // The other names of the message lean on this one: they get their letters back too.
        if (ByteBuffer.wrap(reply).getShort(4) == 1) {
            System.arraycopy(plainName, 0, reply, HEADER_BYTES, plainName.length);
        }
        try {
            return new Message(reply);
        } catch (IOException | RuntimeException malformed) {
            return null;
        }
    }
}
