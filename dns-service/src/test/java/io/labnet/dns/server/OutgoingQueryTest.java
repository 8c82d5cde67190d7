package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import io.labnet.dns.resolver.Upstream.Manner;
import io.labnet.dns.server.OutgoingQuery.Match;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a reply must repeat of its query (RFC 5452 section 9). */
class OutgoingQueryTest {
    private static final Name GAIA = Name.fromConstantString("gaia.cs.umass.edu.");
    private static final Question QUESTION = new Question(GAIA, Type.A);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final CookieOption COOKIE = new CookieOption(new byte[8]);

    private static OutgoingQuery query(boolean mixedCase) {
        return new OutgoingQuery(QUESTION, new Manner(false, true, mixedCase), COOKIE, RANDOM);
    }

    private static OutgoingQuery mixed() {
        OutgoingQuery query;
        do {
            query = query(true);
        } while (name(query.wire()).equals(name(query(false).wire())));
        return query;
    }

    private static String name(byte[] wire) {
        return new String(wire, 12, GAIA.length(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] replyTo(OutgoingQuery query) throws Exception {
        var reply = new Message(query.wire());
        reply.getHeader().setFlag(Flags.QR);
        return reply.toWire();
    }

    private static void lower(byte[] wire) {
        var lowered = name(wire).toLowerCase(Locale.ROOT);
        for (int i = 0; i < lowered.length(); i++) {
            wire[12 + i] = (byte) lowered.charAt(i);
        }
    }

    @Test
    void what_repeats_all_of_it_fits() throws Exception {
        var query = mixed();
        assertThat(query.match(replyTo(query))).isEqualTo(Match.EXACT);
    }

    @Test
    void another_id_a_query_or_another_opcode_does_not() throws Exception {
        var query = query(true);
        for (int octet : new int[] {0, 1, 2}) {
            var reply = replyTo(query);
            reply[octet] ^= octet == 2 ? (byte) 0x80 : 1;
            assertThat(query.match(reply)).isEqualTo(Match.NONE);
        }
        var update = replyTo(query);
        update[2] |= 0x28;
        assertThat(query.match(update)).isEqualTo(Match.NONE);
    }

    @Test
    void another_name_type_or_class_does_not_nor_two_questions_or_none() throws Exception {
        var query = query(true);
        var end = 12 + GAIA.length() + 4;
        for (int octet = 12; octet < end; octet++) {
            var reply = replyTo(query);
            reply[octet] ^= 1;
            assertThat(query.match(reply)).as("octet " + octet).isEqualTo(Match.NONE);
        }
        for (int questions : new int[] {0, 2}) {
            var reply = replyTo(query);
            reply[5] = (byte) questions;
            assertThat(query.match(reply)).isEqualTo(Match.NONE);
        }
        assertThat(query.match(Arrays.copyOf(replyTo(query), end - 1))).isEqualTo(Match.NONE);
        assertThat(query.match(new byte[0])).isEqualTo(Match.NONE);
    }

    @Test
    void another_case_fits_less() throws Exception {
        var query = mixed();
        var reply = replyTo(query);
        lower(reply);
        assertThat(query.match(reply)).isEqualTo(Match.EXCEPT_CASE);
    }

    @Test
    void a_server_that_cannot_read_us_need_not_repeat_the_question() throws Exception {
        var query = query(true);
        var reply = Arrays.copyOf(replyTo(query), 12);
        reply[5] = 0;
        reply[11] = 0;
        reply[3] = Rcode.FORMERR;
        assertThat(query.match(reply)).isEqualTo(Match.EXACT);
        reply[3] = Rcode.NXDOMAIN;
        assertThat(query.match(reply)).isEqualTo(Match.NONE);
    }

    @Test
    void names_that_lean_on_the_questions_have_no_random_letters() throws Exception {
        var query = mixed();
        var reply = new Message(query.wire());
        reply.getHeader().setFlag(Flags.QR);
        var owner = reply.getQuestion().getName();
        var target = new Name("www", new Name(owner, 1));
        reply.addRecord(new CNAMERecord(owner, DClass.IN, 60, target), Section.ANSWER);
        var address = InetAddress.ofLiteral("127.0.0.1");
        reply.addRecord(new ARecord(target, DClass.IN, 60, address), Section.ANSWER);
        var read = Objects.requireNonNull(query.read(reply.toWire()));
        assertThat(read.getSection(Section.ANSWER))
                .extracting(record -> record.getName() + " " + record.rdataToString())
                .containsExactly(
                        "gaia.cs.umass.edu. www.cs.umass.edu.", "www.cs.umass.edu. 127.0.0.1");
    }

    @Test
    void each_query_has_an_id_and_letters_of_its_own() {
        var ids = new HashSet<Integer>();
        var names = new HashSet<String>();
        for (int i = 0; i < 200; i++) {
            var wire = query(true).wire();
            ids.add(wire[0] * 256 + wire[1]);
            names.add(name(wire));
        }
        assertThat(ids).hasSizeGreaterThan(180);
        assertThat(names).hasSizeGreaterThan(180);
    }
}
