package io.labnet.dns.transfer;

import io.labnet.dns.message.Heard.Edns;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** What a client wants of our zones, and whether we know who it is. */
record Request(Message message, Signature signature, InetSocketAddress client, boolean isTcp) {
    /** What we take and send by UDP. */
    static final int UDP_BYTES = Edns.PAYLOAD_BYTES;

    /** The longest message there is. */
    static final int TCP_BYTES = 65_535;

    /** The one question, or the one zone of an update; null when it is not one. */
    @Nullable Record question() {
        var questions = message.getSection(Section.QUESTION);
        return questions.size() == 1 ? questions.getFirst() : null;
    }

    /** The name of the key that signed it; null when none did. */
    @Nullable Name key() {
        return signature instanceof Signature.Good(var key, var _) ? key.name() : null;
    }

    /** The message as it would be without its signature. */
    byte[] unsigned() {
        var bare = message.clone();
        var signature = message.getTSIG();
        if (signature != null) {
            bare.removeRecord(signature, Section.ADDITIONAL);
        }
        return bare.toWire();
    }

    /** How many bytes the signature of the reply takes. */
    int signatureBytes() {
        return signature instanceof Signature.Good(var key, var _) ? key.recordBytes() : 0;
    }

    /** A reply without records. */
    Message reply(int rcode) {
        var reply = new Message(message.getHeader().getID());
        var header = reply.getHeader();
        header.setOpcode(message.getHeader().getOpcode());
        header.setFlag(Flags.QR);
        if (message.getHeader().getFlag(Flags.RD)
                && message.getHeader().getOpcode() == Opcode.QUERY) {
            header.setFlag(Flags.RD);
        }
        header.setRcode(rcode);
        var question = question();
        if (question != null) {
            reply.addRecord(question, Section.QUESTION);
        }
        return reply;
    }

    /** The reply of one message that has no records, signed as the request was. */
    Iterator<byte[]> told(int rcode) {
        return told(reply(rcode));
    }

    /** The reply of one message, signed as the request was. */
    Iterator<byte[]> told(Message reply) {
        extend(reply);
        return List.of(signed(reply)).iterator();
    }

    /** Speaks EDNS to who does (RFC 6891 section 6.1.1), where the reply does not yet. */
    void extend(Message reply) {
        var theirs = message.getOPT();
        if (theirs != null && reply.getOPT() == null) {
            var flags = theirs.getFlags() & ExtendedFlags.DO;
            reply.addRecord(new OPTRecord(UDP_BYTES, 0, 0, flags), Section.ADDITIONAL);
        }
    }

    private byte[] signed(Message reply) {
        switch (signature) {
            case Signature.None() -> {}
            case Signature.Good(var key, var record) -> key.tsig().apply(reply, record);
            case Signature.Bad(var key, var record, var error) -> {
                reply.getHeader().setRcode(error == Rcode.FORMERR ? error : Rcode.NOTAUTH);
                refuse(reply, key, record, error);
            }
        }
        return reply.toWire();
    }

    private static void refuse(Message reply, @Nullable TsigKey key, TSIGRecord theirs, int error) {
        if (error == Rcode.FORMERR) {
            return;
        }
        if (key != null && (error == Rcode.BADTIME || error == Rcode.BADTRUNC)) {
            key.tsig().apply(reply, error, theirs);
            return;
        }
        // Nothing can be signed for whom we do not know (RFC 8945 sections 5.2.1, 5.2.2, 5.3.2).
        var ours =
                new TSIGRecord(
                        theirs.getName(),
                        DClass.ANY,
                        0,
                        theirs.getAlgorithm(),
                        theirs.getTimeSigned(),
                        TSIG.FUDGE,
                        new byte[0],
                        reply.getHeader().getID(),
                        error,
                        new byte[0]);
        reply.addRecord(ours, Section.ADDITIONAL);
    }
}
