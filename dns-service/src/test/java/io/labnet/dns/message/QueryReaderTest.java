package io.labnet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Heard.Bad;
import io.labnet.dns.message.Heard.Maintenance;
import io.labnet.dns.message.Heard.Noise;
import io.labnet.dns.message.Heard.Query;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import org.xbill.DNS.Type;

class QueryReaderTest {
    private static final Name GAIA = Name.fromConstantString("gaia.cs.umass.edu.");
    private static final int QUESTIONS_AT = 5;
    private static final int ADDITIONAL_AT = 11;

    private static Message query() {
        return Message.newQuery(Record.newRecord(GAIA, Type.A, DClass.IN));
    }

    private static void isBad(Message message, int rcode) {
        isBad(message.toWire(), rcode);
    }

    private static void isBad(byte[] wire, int rcode) {
        assertThat(QueryReader.read(wire))
                .isInstanceOfSatisfying(Bad.class, b -> assertThat(b.rcode()).isEqualTo(rcode));
    }

    @Test
    void a_query_is_understood() {
        var message = query();
        message.addRecord(new OPTRecord(4096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        assertThat(QueryReader.read(message.toWire()))
                .isInstanceOfSatisfying(
                        Query.class,
                        q -> {
                            assertThat(q.question()).isEqualTo(new Question(GAIA, Type.A));
                            assertThat(q.envelope().id()).isEqualTo(message.getHeader().getID());
                            assertThat(q.envelope().recursionDesired()).isTrue();
                            assertThat(q.envelope().edns()).isEqualTo(new Heard.Edns(4096, true));
                            assertThat(q.envelope().udpLimitBytes()).isEqualTo(1232);
                        });
    }

    @Test
    void whoever_speaks_no_edns_gets_512_bytes() {
        assertThat(QueryReader.read(query().toWire()))
                .isInstanceOfSatisfying(
                        Query.class, q -> assertThat(q.envelope().udpLimitBytes()).isEqualTo(512));
    }

    @Test
    void a_payload_size_below_512_counts_as_512() {
        var message = query();
        message.addRecord(new OPTRecord(10, 0, 0), Section.ADDITIONAL);
        assertThat(QueryReader.read(message.toWire()))
                .isInstanceOfSatisfying(
                        Query.class, q -> assertThat(q.envelope().udpLimitBytes()).isEqualTo(512));
    }

    @Test
    void replies_and_scraps_are_noise() {
        var reply = query();
        reply.getHeader().setFlag(Flags.QR);
        assertThat(QueryReader.read(reply.toWire())).isInstanceOf(Noise.class);
        for (int length = 0; length < 12; length++) {
            var scrap = Arrays.copyOf(query().toWire(), length);
            assertThat(QueryReader.read(scrap)).isInstanceOf(Noise.class);
        }
    }

    @Test
    void every_truncated_query_is_a_format_error() {
        var wire = query().toWire();
        for (int length = 12; length < wire.length; length++) {
            isBad(Arrays.copyOf(wire, length), Rcode.FORMERR);
        }
    }

    @Test
    void counts_that_lie_are_a_format_error() {
        var tooMany = query().toWire();
        tooMany[QUESTIONS_AT] = 2;
        isBad(tooMany, Rcode.FORMERR);
        var none = query().toWire();
        none[QUESTIONS_AT] = 0;
        isBad(none, Rcode.FORMERR);
        var phantom = query().toWire();
        phantom[ADDITIONAL_AT] = (byte) 255;
        isBad(phantom, Rcode.FORMERR);
    }

    @Test
    void two_questions_are_a_format_error() {
        var message = query();
        message.addRecord(Record.newRecord(GAIA, Type.MX, DClass.IN), Section.QUESTION);
        isBad(message, Rcode.FORMERR);
    }

    @Test
    void two_opt_records_are_a_format_error() {
        var message = query();
        message.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        message.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        isBad(message, Rcode.FORMERR);
    }

    @Test
    void a_later_version_of_edns_is_told_so() {
        var message = query();
        message.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        isBad(message, Rcode.BADVERS);
    }

    @Test
    void other_opcodes_are_not_implemented() {
        for (int opcode : new int[] {1, Opcode.STATUS, 6, 15}) {
            var message = query();
            message.getHeader().setOpcode(opcode);
            isBad(message, Rcode.NOTIMP);
        }
    }

    @ParameterizedTest
    @CsvSource({"NOTIFY,SOA,4", "UPDATE,SOA,4", "QUERY,AXFR,5", "QUERY,IXFR,5"})
    void what_is_about_zones_is_told_apart(String opcode, String type, int rcode) {
        var message = Message.newQuery(Record.newRecord(GAIA, Type.value(type), DClass.IN));
        message.getHeader().setOpcode(Opcode.value(opcode));
        assertThat(QueryReader.read(message.toWire()))
                .isInstanceOfSatisfying(
                        Maintenance.class,
                        about -> {
                            assertThat(about.rcode()).isEqualTo(rcode);
                            assertThat(about.question())
                                    .isEqualTo(new Question(GAIA, Type.value(type)));
                        });
    }

    @Test
    void other_classes_are_refused() {
        isBad(Message.newQuery(Record.newRecord(GAIA, Type.TXT, DClass.CH)), Rcode.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"MAILA,4", "MAILB,4", "OPT,1", "TSIG,1"})
    void types_that_are_no_data_are_refused_each_in_its_way(String type, int rcode) {
        isBad(Message.newQuery(Record.newRecord(GAIA, Type.value(type), DClass.IN)), rcode);
    }

    @Test
    void a_name_that_points_at_itself_is_a_format_error() {
        var wire = query().toWire();
        wire[12] = (byte) 0xC0;
        wire[13] = 12;
        isBad(wire, Rcode.FORMERR);
    }

    @Test
    void whatever_comes_something_is_made_of_it() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var wire = query().toWire();
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
            }
            assertThat(QueryReader.read(wire)).isNotNull();
            var garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            assertThat(QueryReader.read(garbage)).isNotNull();
        }
    }
}
