package io.labnet.dns.message;

import io.labnet.dns.message.Heard.Bad;
import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Heard.Maintenance;
import io.labnet.dns.message.Heard.Noise;
import io.labnet.dns.message.Heard.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
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
        return switch (header.getOpcode()) {
            case Opcode.QUERY, Opcode.NOTIFY, Opcode.UPDATE -> read(header, wire);
            // Of what another opcode says nothing is known, not even that it has a question.
            default -> new Bad(envelope(header, List.of(), List.of()), null, Rcode.NOTIMP);
        };
    }

    private static Heard read(Header header, byte[] wire) {
        var without = SubnetBytes.of(wire);
        var message = parsed(without.rest());
        if (message == null) {
            return new Bad(envelope(header, List.of(), List.of()), null, Rcode.FORMERR);
        }
        var options = options(message);
        var envelope = envelope(header, options, without.options());
        if (!areWellFormed(options)) {
            return new Bad(envelope, null, Rcode.FORMERR);
        }
        var question = question(message);
        if (header.getOpcode() != Opcode.QUERY) {
            return new Maintenance(envelope, question, Rcode.NOTIMP);
        }
        return message.getTSIG() == null
                ? judged(message, envelope, question)
                : new Maintenance(envelope, question, Rcode.NOTAUTH);
    }

    // The decoder is made for well-meant bytes: whatever it throws, the query is at fault.
    private static @Nullable Message parsed(byte[] wire) {
        try {
            return new Message(wire);
        } catch (IOException | RuntimeException malformed) {
            return null;
        }
    }

    private static Heard judged(Message message, Envelope envelope, @Nullable Question question) {
        if (question == null) {
            return new Bad(envelope, null, withoutQuestion(message, envelope));
        }
        var options = options(message);
        if (!options.isEmpty() && options.getFirst().getVersion() != 0) {
            return new Bad(envelope, question, Rcode.BADVERS);
        }
        if (question.dclass() != DClass.IN) {
            return new Bad(envelope, question, Rcode.REFUSED);
        }
        return switch (question.type()) {
            case Type.AXFR, Type.IXFR -> new Maintenance(envelope, question, Rcode.REFUSED);
            case Type.MAILA, Type.MAILB -> new Bad(envelope, question, Rcode.NOTIMP);
            case 0, Type.OPT, Type.TSIG, Type.TKEY -> new Bad(envelope, question, Rcode.FORMERR);
            default -> new Query(envelope, question);
        };
    }

    // One question, no more and no less (RFC 9619 section 4) - unless all that is asked for is a
    // cookie (RFC 7873 section 5.4).
    private static int withoutQuestion(Message message, Envelope envelope) {
        var edns = envelope.edns();
        var wantsCookie =
                message.getSection(Section.QUESTION).isEmpty()
                        && edns != null
                        && edns.option(CookieOption.class).isPresent();
        return wantsCookie ? Rcode.NOERROR : Rcode.FORMERR;
    }

    private static @Nullable Question question(Message message) {
        var questions = message.getSection(Section.QUESTION);
        if (questions.size() != 1) {
            return null;
        }
        var asked = questions.getFirst();
        return new Question(asked.getName(), asked.getType(), asked.getDClass());
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

    private static Envelope envelope(
            Header header, List<OPTRecord> options, List<EDNSOption> subnets) {
        var edns = options.isEmpty() ? null : edns(options.getFirst(), subnets);
        return new Envelope(
                header.getID(),
                header.getOpcode(),
                header.getFlag(Flags.RD),
                header.getFlag(Flags.CD),
                header.getFlag(Flags.AD),
                edns);
    }

    private static Edns edns(OPTRecord option, List<EDNSOption> subnets) {
        var options = new ArrayList<>(option.getOptions());
        options.addAll(subnets);
        return new Edns(
                option.getPayloadSize(),
                (option.getFlags() & ExtendedFlags.DO) != 0,
                List.copyOf(options));
    }
}
