package io.labnet.dns.message;

import io.labnet.dns.message.Heard.Bad;
import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Heard.Noise;
import io.labnet.dns.message.Heard.Query;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Judges the bytes that came in: a query, a bad one, or noise. */
public final class QueryReader {
    private static final int HEADER_BYTES = 12;

    private QueryReader() {}

    /** Never throws, whatever the bytes are. */
    public static Heard read(byte[] wire) {
        if (wire.length < HEADER_BYTES) {
            return new Noise();
        }
        Header header;
        try {
            header = new Header(wire);
        } catch (IOException impossible) {
            return new Noise();
        }
        // To answer an answer would let two servers talk for ever.
        if (header.getFlag(Flags.QR)) {
            return new Noise();
        }
        var message = parsed(wire);
        if (message == null) {
            return new Bad(envelope(header, List.of()), null, Rcode.FORMERR);
        }
        return header.getOpcode() == Opcode.QUERY
                ? judged(message)
                : new Bad(envelope(header, options(message)), null, Rcode.NOTIMP);
    }

    /**
     * Whether a message is about zones rather than about names in them: an update, a notification,
     * a transfer, or one that is signed. Only what can be decoded is.
     */
    public static boolean isAboutZones(byte[] wire) {
        var message = wire.length < HEADER_BYTES ? null : parsed(wire);
        if (message == null || message.getHeader().getFlag(Flags.QR)) {
            return false;
        }
        var question = message.getQuestion();
        var type = question == null ? 0 : question.getType();
        return switch (message.getHeader().getOpcode()) {
            case Opcode.UPDATE, Opcode.NOTIFY -> true;
            default -> type == Type.AXFR || type == Type.IXFR || message.getTSIG() != null;
        };
    }

    // The decoder is made for well-meant bytes: whatever it throws, the query is at fault.
    private static @Nullable Message parsed(byte[] wire) {
        try {
            return new Message(wire);
        } catch (IOException | RuntimeException malformed) {
            return null;
        }
    }

    private static Heard judged(Message message) {
        var options = options(message);
        var envelope = envelope(message.getHeader(), options);
        var questions = message.getSection(Section.QUESTION);
        // One question, no more and no less (RFC 9619 section 4).
        if (questions.size() != 1 || !areWellFormed(options)) {
            return new Bad(envelope, null, Rcode.FORMERR);
        }
        var asked = questions.getFirst();
        var question = new Question(asked.getName(), asked.getType(), asked.getDClass());
        if (!options.isEmpty() && options.getFirst().getVersion() != 0) {
            return new Bad(envelope, question, Rcode.BADVERS);
        }
        var rcode = asked.getDClass() == DClass.IN ? rcode(asked.getType()) : Rcode.REFUSED;
        return rcode == Rcode.NOERROR
                ? new Query(envelope, question)
                : new Bad(envelope, question, rcode);
    }

    private static List<OPTRecord> options(Message message) {
        return message.getSection(Section.ADDITIONAL).stream()
                .filter(OPTRecord.class::isInstance)
                .map(OPTRecord.class::cast)
                .toList();
    }

    // At most one OPT, owned by the root (RFC 6891 sections 6.1.1 and 6.1.2).
    private static boolean areWellFormed(List<OPTRecord> options) {
        return options.size() <= 1
                && options.stream().map(Record::getName).allMatch(Name.root::equals);
    }

    private static int rcode(int type) {
        return switch (type) {
            // Transfers come with secondaries; until then nobody may have one.
            case Type.AXFR, Type.IXFR -> Rcode.REFUSED;
            case Type.MAILA, Type.MAILB -> Rcode.NOTIMP;
            case 0, Type.OPT, Type.TSIG, Type.TKEY -> Rcode.FORMERR;
            default -> Rcode.NOERROR;
        };
    }

    private static Envelope envelope(Header header, List<OPTRecord> options) {
        var edns = options.isEmpty() ? null : edns(options.getFirst());
        return new Envelope(
                header.getID(),
                header.getOpcode(),
                header.getFlag(Flags.RD),
                header.getFlag(Flags.CD),
                edns);
    }

    private static Edns edns(OPTRecord option) {
        return new Edns(option.getPayloadSize(), (option.getFlags() & ExtendedFlags.DO) != 0);
    }
}
