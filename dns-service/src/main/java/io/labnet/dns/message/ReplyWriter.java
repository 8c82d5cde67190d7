package io.labnet.dns.message;

import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Reply.ExtendedError;
import java.nio.ByteBuffer;
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
    private static final int HEADER_RCODE_BITS = 4;
    private static final int HEADER_RCODE_MASK = 0xF;
    // RFC 1035 section 4.1.1.
    private static final int FLAGS_AT = 2;
    private static final int TC = 2;
    private static final int ADDITIONAL_COUNT_AT = 10;

    private ReplyWriter() {}

    /**
     * The bytes of a reply.
     *
     * @param question repeated when it was understood
     * @param limitBytes 512 to 65535; a longer reply is cut at an RRset and says so by TC (RFC 2181
     *     section 9); so does one without the glue it must have (RFC 9471 section 3.1)
     */
    public static byte[] write(
            Envelope envelope, @Nullable Question question, Reply reply, int limitBytes) {
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
            message.addRecord(option(edns, reply), Section.ADDITIONAL);
        }
        var wire = message.toWire(limitBytes);
        if (additionalIn(wire) - (edns == null ? 0 : 1) < reply.glue()) {
            wire[FLAGS_AT] |= TC;
        }
        return wire;
    }

    private static int additionalIn(byte[] wire) {
        return ByteBuffer.wrap(wire).getChar(ADDITIONAL_COUNT_AT);
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

    private static OPTRecord option(Edns edns, Reply reply) {
        return new OPTRecord(
                Edns.PAYLOAD_BYTES,
                reply.rcode() >> HEADER_RCODE_BITS,
                0,
                // The DO bit is copied (RFC 3225 section 3).
                edns.dnssecOk() ? ExtendedFlags.DO : 0,
                options(reply.error()));
    }

    private static List<EDNSOption> options(@Nullable ExtendedError error) {
        return error == null
                ? List.of()
                : List.of(new ExtendedErrorCodeOption(error.code(), error.text()));
    }
}
