package io.labnet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Heard.Envelope;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What is written is read back the same, or says that it was cut. */
class RoundTripTest {
    private static final int REPLIES = 20_000;
    private static final List<String> LABELS = List.of("a", "B", "gaia", "umass", "edu", "*");

    private final Random random = new Random(6891);

    private Name name() {
        var text = new StringBuilder();
        for (int labels = 1 + random.nextInt(5); labels > 0; labels--) {
            text.append(LABELS.get(random.nextInt(LABELS.size()))).append('.');
        }
        return Name.fromConstantString(text.toString());
    }

    private Record record() throws Exception {
        var ttl = random.nextInt(1000);
        return switch (random.nextInt(5)) {
            case 0 -> {
                var address = new byte[4];
                random.nextBytes(address);
                yield new ARecord(name(), DClass.IN, ttl, InetAddress.getByAddress(address));
            }
            case 1 -> new CNAMERecord(name(), DClass.IN, ttl, name());
            case 2 -> new MXRecord(name(), DClass.IN, ttl, random.nextInt(100), name());
            case 3 -> new NSRecord(name(), DClass.IN, ttl, name());
            default -> new TXTRecord(name(), DClass.IN, ttl, "x".repeat(random.nextInt(250)));
        };
    }

    private List<Record> records() throws Exception {
        var records = new ArrayList<Record>();
        for (int count = random.nextInt(5); count > 0; count--) {
            records.add(record());
        }
        return records;
    }

    @Test
    void replies_come_back_as_they_were() throws Exception {
        var cut = 0;
        for (int i = 0; i < REPLIES; i++) {
            var edns = random.nextBoolean() ? new Edns(random.nextInt(4096), false) : null;
            var envelope = new Envelope(random.nextInt(1 << 16), 0, true, false, edns);
            var additional = records();
            var required = random.nextInt(additional.size() + 1);
            var reply = new Reply(0, true, false, records(), records(), additional, required, null);
            var question = new Question(name(), Type.A);
            var limit = random.nextBoolean() ? envelope.udpLimitBytes() : 65_535;
            var wire = ReplyWriter.write(envelope, question, reply, List.of(), limit);
            assertThat(wire.length).isLessThanOrEqualTo(limit);
            var read = new Message(wire);
            assertThat(read.getQuestion()).isEqualTo(question.toRecord());
            assertThat(read.getOPT() != null).isEqualTo(edns != null);
            cut += isAsWritten(read, wire, envelope, reply) ? 0 : 1;
        }
        assertThat(cut).isBetween(1, REPLIES / 2);
    }

    private static boolean isAsWritten(Message read, byte[] wire, Envelope envelope, Reply reply) {
        var additional = new ArrayList<>(read.getSection(Section.ADDITIONAL));
        additional.removeIf(record -> record.getType() == Type.OPT);
        var mayLack = reply.additional().size() - reply.glue();
        var isCut = read.getHeader().getFlag(org.xbill.DNS.Flags.TC);
        assertThat(reply.additional().subList(0, additional.size())).isEqualTo(additional);
        if (!isCut) {
            assertThat(read.getSection(Section.ANSWER)).isEqualTo(reply.answers());
            assertThat(read.getSection(Section.AUTHORITY)).isEqualTo(reply.authority());
            assertThat(reply.additional().size() - additional.size()).isLessThanOrEqualTo(mayLack);
        }
        var isWhole = ReplyWriter.isWhole(wire, envelope, reply);
        assertThat(isWhole && isCut).isFalse();
        return isWhole;
    }
}
