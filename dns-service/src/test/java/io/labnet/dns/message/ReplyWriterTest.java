package io.labnet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Reply.ExtendedError;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class ReplyWriterTest {
    private static final Name GAIA = Name.fromConstantString("gaia.cs.umass.edu.");
    private static final Question QUESTION = new Question(GAIA, Type.A);

    private static Envelope envelope(@Nullable Edns edns) {
        return new Envelope(4711, 0, true, true, edns);
    }

    private static Reply answers(List<Record> records) {
        return new Reply(Rcode.NOERROR, true, false, records, List.of(), List.of(), null);
    }

    private static Message written(Envelope envelope, Reply reply, int limit) throws IOException {
        var wire = ReplyWriter.write(envelope, QUESTION, reply, List.of(), limit);
        assertThat(wire.length).isLessThanOrEqualTo(limit);
        return new Message(wire);
    }

    @Test
    void a_reply_repeats_what_it_must_of_its_query() throws Exception {
        var message = written(envelope(null), answers(List.of()), 512);
        var header = message.getHeader();
        assertThat(header.getID()).isEqualTo(4711);
        assertThat(header.printFlags()).isEqualTo("qr aa rd cd ");
        assertThat(message.getQuestion()).isEqualTo(QUESTION.toRecord());
        assertThat(message.getOPT()).isNull();
    }

    @Test
    void whoever_speaks_edns_is_answered_in_it() throws Exception {
        var message = written(envelope(new Edns(4096, true)), answers(List.of()), 1232);
        assertThat(message.getOPT().getPayloadSize()).isEqualTo(1232);
        assertThat(message.getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
    }

    @Test
    void an_extended_rcode_has_its_upper_bits_in_the_opt_record() throws Exception {
        var bad = Reply.of(Rcode.BADVERS);
        var message = written(envelope(new Edns(1232, false)), bad, 1232);
        assertThat(message.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(message.getHeader().getRcode()).isZero();
    }

    @Test
    void an_extended_error_says_why() throws Exception {
        var error = new ExtendedError(22, "no server of edu was of help");
        var reply = new Reply(Rcode.SERVFAIL, false, true, List.of(), List.of(), List.of(), error);
        var message = written(envelope(new Edns(1232, false)), reply, 1232);
        assertThat(message.getOPT().getOptions())
                .containsExactly(new ExtendedErrorCodeOption(22, "no server of edu was of help"));
    }

    @Test
    void a_set_too_large_for_the_client_is_left_out_whole_and_said_to_be() throws Exception {
        var records = new ArrayList<Record>();
        for (int i = 0; i < 100; i++) {
            var ip = InetAddress.getByAddress(new byte[] {127, 1, 0, (byte) i});
            records.add(new ARecord(GAIA, DClass.IN, 60, ip));
        }
        var message = written(envelope(null), answers(records), 512);
        assertThat(message.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(message.getSection(Section.ANSWER)).isEmpty();
        var long1 = written(envelope(null), answers(records), 65_535);
        assertThat(long1.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(long1.getSection(Section.ANSWER)).hasSize(100);
    }

    @Test
    void what_just_fits_is_whole_and_with_a_byte_less_it_is_not() throws Exception {
        Record text = new TXTRecord(GAIA, DClass.IN, 60, List.of("x".repeat(255), "y".repeat(255)));
        var edns = new Edns(4096, true, List.of());
        for (var envelope : List.of(envelope(null), envelope(edns))) {
            var reply = answers(List.of(text));
            var whole = ReplyWriter.write(envelope, QUESTION, reply, List.of(), 65_535).length;
            assertThat(written(envelope, reply, whole).getHeader().getFlag(Flags.TC)).isFalse();
            var less = written(envelope, reply, whole - 1);
            assertThat(less.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(less.getSection(Section.ANSWER)).isEmpty();
        }
    }

    @Test
    void additional_records_are_left_out_without_a_word() throws Exception {
        Record text = new TXTRecord(GAIA, DClass.IN, 60, List.of("x".repeat(255), "y".repeat(255)));
        var reply =
                new Reply(Rcode.NOERROR, true, false, List.of(), List.of(), List.of(text), null);
        var message = written(envelope(null), reply, 512);
        assertThat(message.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(message.getSection(Section.ADDITIONAL)).isEmpty();
    }

    @Test
    void a_referral_without_its_glue_is_cut_short() throws Exception {
        var addresses = new ArrayList<Record>();
        for (int i = 0; i < 40; i++) {
            var host = Name.fromString("ns" + i + ".umass.edu.");
            addresses.add(new ARecord(host, DClass.IN, 60, InetAddress.getLoopbackAddress()));
        }
        for (int glue : List.of(0, 5, 40)) {
            var reply =
                    new Reply(
                            Rcode.NOERROR,
                            false,
                            false,
                            List.of(),
                            List.of(),
                            addresses,
                            glue,
                            null);
            var message = written(envelope(new Edns(512, false)), reply, 512);
            assertThat(message.getHeader().getFlag(Flags.TC)).isEqualTo(glue == 40);
            assertThat(message.getSection(Section.ADDITIONAL)).hasSizeBetween(6, 39);
            var whole = written(envelope(new Edns(512, false)), reply, 65_535);
            assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        }
    }
}
