package io.labnet.dns.message;

import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Reply.ExtendedError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Puts a reply into bytes that its client can take. */
public final class ReplyWriter {
    private static final int HEADER_BYTES = 12;
    private static final int HEADER_RCODE_BITS = 4;
    private static final int HEADER_RCODE_MASK = 0xF;
    private static final int FLAGS_AT = 2;
    private static final int COUNTS_AT = 4;
    private static final int TC = 0x0200;

    private ReplyWriter() {}

    /**
     * The bytes of a reply.
     *
     * @param question repeated when it was understood
     * @param options for a client that speaks EDNS, besides the error's
     * @param limitBytes 512 to 65535; a longer reply is cut at an RRset and says so by TC (RFC 2181
     *     section 9)
     */
    public static byte[] write(
            Envelope envelope,
            @Nullable Question question,
            Reply reply,
            List<EDNSOption> options,
            int limitBytes) {
        var message = new Message(envelope.id());
        header(message, envelope, reply);
        if (question != null) {
            message.addRecord(question.toRecord(), Section.QUESTION);
        }
        add(message, reply.answers(), Section.ANSWER);
        add(message, reply.authority(), Section.AUTHORITY);
        add(message, reply.additional(), Section.ADDITIONAL);
        var edns = envelope.edns();
        // Who speaks no EDNS must not be spoken to in it (RFC 6891 section 7).
        if (edns != null) {
            message.addRecord(option(edns, reply, options), Section.ADDITIONAL);
        }
        // dnsjava takes the header off the limit, and then counts it once more.
        var wire = message.toWire(limitBytes + HEADER_BYTES);
        if (additional(wire, edns) < reply.glue()) {
            // Without its glue a referral leads nowhere (RFC 9471 section 3.1).
            var flags = ByteBuffer.wrap(wire);
            flags.putShort(FLAGS_AT, (short) (flags.getShort(FLAGS_AT) | TC));
        }
        return wire;
    }

    /** Whether all records of the reply found room in its bytes. */
    public static boolean isWhole(byte[] wire, Envelope envelope, Reply reply) {
        return count(wire, Section.ANSWER) == reply.answers().size()
                && count(wire, Section.AUTHORITY) == reply.authority().size()
                && additional(wire, envelope.edns()) == reply.additional().size();
    }

    /** The RCODE in a message's header: without the upper bits that EDNS adds. */
    public static int rcode(byte[] wire) {
        return wire[FLAGS_AT + 1] & HEADER_RCODE_MASK;
    }

    private static int additional(byte[] wire, @Nullable Edns edns) {
        return count(wire, Section.ADDITIONAL) - (edns == null ? 0 : 1);
    }

    private static int count(byte[] wire, int section) {
        return Short.toUnsignedInt(
                ByteBuffer.wrap(wire).getShort(COUNTS_AT + Short.BYTES * section));
    }

    private static void header(Message message, Envelope envelope, Reply reply) {
        var header = message.getHeader();
        header.setOpcode(envelope.opcode());
        header.setRcode(reply.rcode() & HEADER_RCODE_MASK);
        header.setFlag(Flags.QR);
        set(message, Flags.AA, reply.authoritative());
        set(message, Flags.RA, reply.recursionAvailable());
        set(message, Flags.RD, envelope.recursionDesired());
        set(message, Flags.CD, envelope.checkingDisabled());
    }

    private static void set(Message message, byte flag, boolean on) {
        if (on) {
            message.getHeader().setFlag(flag);
        }
    }

    private static void add(Message message, List<Record> records, int section) {
        records.forEach(record -> message.addRecord(record, section));
    }

    private static OPTRecord option(Edns edns, Reply reply, List<EDNSOption> options) {
        return new OPTRecord(
                Edns.PAYLOAD_BYTES,
                reply.rcode() >> HEADER_RCODE_BITS,
                0,
                // The DO bit is copied (RFC 3225 section 3).
                edns.dnssecOk() ? ExtendedFlags.DO : 0,
                with(options, reply.error()));
    }

    private static List<EDNSOption> with(List<EDNSOption> options, @Nullable ExtendedError error) {
        var all = new ArrayList<>(options);
        if (error != null) {
            all.add(new ExtendedErrorCodeOption(error.code(), error.text()));
        }
        return all;
    }
}
