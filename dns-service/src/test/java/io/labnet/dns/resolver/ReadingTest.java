package io.labnet.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ReadingTest {
    private static final Question GAIA =
            new Question(Name.fromConstantString("gaia.umass.edu."), Type.A);
    private static final Bailiwick EDU =
            new Bailiwick(Name.fromConstantString("edu."), GAIA.name(), new Detours(List.of()));
    private static final String SOA = "edu. 60 SOA a.edu. b.edu. 1 2 3 4 5";

    private final Message reply = new Message(1);

    private ReadingTest with(int section, String text) throws IOException {
        var parts = text.split(" ", 4);
        var type = Type.value(parts[2]);
        var ttl = Long.parseLong(parts[1]);
        var name = Name.fromString(parts[0]);
        reply.addRecord(
                Record.fromString(name, type, DClass.IN, ttl, parts[3], Name.root), section);
        return this;
    }

    private ReadingTest authoritative(int rcode) {
        reply.getHeader().setFlag(Flags.AA);
        reply.getHeader().setRcode(rcode);
        return this;
    }

    private Reading read() {
        return Reading.of(reply, GAIA, EDU);
    }

    @Test
    void an_answer_is_the_set_that_was_asked_for() throws Exception {
        authoritative(Rcode.NOERROR)
                .with(Section.ANSWER, "GAIA.umass.edu. 60 A 127.0.0.1")
                .with(Section.ANSWER, "other.umass.edu. 60 A 127.0.0.2");
        assertThat(read())
                .isInstanceOfSatisfying(
                        Reading.Answer.class,
                        answer -> {
                            assertThat(answer.sets()).hasSize(1);
                            assertThat(answer.sets().getFirst()).hasSize(1);
                        });
    }

    @Test
    void an_alias_out_of_the_zone_is_taken_but_not_what_is_said_of_its_target() throws Exception {
        authoritative(Rcode.NXDOMAIN)
                .with(Section.ANSWER, "gaia.umass.edu. 60 CNAME www.bank.com.")
                .with(Section.ANSWER, "www.bank.com. 60 A 127.66.6.6");
        assertThat(read())
                .isInstanceOfSatisfying(
                        Reading.Answer.class,
                        answer -> {
                            var records = answer.sets().stream().flatMap(List::stream);
                            assertThat(records).allMatch(r -> r.getType() == Type.CNAME);
                        });
    }

    @Test
    void a_referral_leads_down_and_its_glue_is_from_inside() throws Exception {
        with(Section.AUTHORITY, "umass.edu. 60 NS dns.umass.edu.");
        with(Section.AUTHORITY, "umass.edu. 60 NS www.bank.com.");
        with(Section.ADDITIONAL, "dns.umass.edu. 60 A 127.0.0.53");
        with(Section.ADDITIONAL, "www.bank.com. 60 A 127.66.6.6");
        with(Section.ADDITIONAL, "unasked.edu. 60 A 127.66.6.6");
        assertThat(read())
                .isInstanceOfSatisfying(
                        Reading.Referral.class,
                        referral -> {
                            assertThat(referral.nameServers()).hasSize(2);
                            assertThat(referral.glue()).hasSize(1);
                            assertThat(referral.glue().getFirst().getFirst().getName())
                                    .hasToString("dns.umass.edu.");
                        });
    }

    @Test
    void a_referral_upwards_or_aside_is_useless() throws Exception {
        with(Section.AUTHORITY, ". 60 NS a.root-servers.net.");
        with(Section.AUTHORITY, "edu. 60 NS a.nic.edu.");
        with(Section.AUTHORITY, "poly.edu. 60 NS dns.poly.edu.");
        assertThat(read()).isInstanceOf(Reading.Useless.class);
    }

    @Test
    void a_name_error_counts_only_with_authority() throws Exception {
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
        with(Section.AUTHORITY, SOA);
        assertThat(read()).isInstanceOf(Reading.Useless.class);
        authoritative(Rcode.NXDOMAIN);
        assertThat(read()).isInstanceOf(Reading.NoSuchName.class);
    }

    @Test
    void no_data_brings_its_soa_unless_that_is_of_another_zone() throws Exception {
        authoritative(Rcode.NOERROR).with(Section.AUTHORITY, SOA.replace("edu. 60", "com. 60"));
        assertThat(read())
                .isInstanceOfSatisfying(
                        Reading.NoData.class, none -> assertThat(none.soa()).isNull());
        with(Section.AUTHORITY, SOA);
        assertThat(read())
                .isInstanceOfSatisfying(
                        Reading.NoData.class, none -> assertThat(none.soa()).isNotNull());
    }

    @Test
    void name_servers_of_a_deeper_zone_are_a_referral_even_with_authority() throws Exception {
        authoritative(Rcode.NOERROR).with(Section.AUTHORITY, "umass.edu. 60 NS dns.umass.edu.");
        assertThat(read()).isInstanceOf(Reading.Referral.class);
        with(Section.AUTHORITY, SOA);
        assertThat(read()).isInstanceOf(Reading.NoData.class);
    }

    @Test
    void a_resolver_that_refers_has_not_asked_around() throws Exception {
        with(Section.AUTHORITY, ". 60 NS a.root-servers.net.");
        assertThat(Reading.ofResolver(reply, GAIA, EDU)).isInstanceOf(Reading.Useless.class);
        reply.removeAllRecords(Section.AUTHORITY);
        with(Section.AUTHORITY, "umass.edu. 60 NS dns.umass.edu.");
        assertThat(Reading.ofResolver(reply, GAIA, EDU)).isInstanceOf(Reading.Useless.class);
        reply.getHeader().setFlag(Flags.RA);
        assertThat(Reading.ofWhoMayRecurse(reply, GAIA, EDU)).isInstanceOf(Reading.Referral.class);
    }

    @Test
    void records_of_another_class_do_not_count() throws Exception {
        authoritative(Rcode.NOERROR);
        var owner = GAIA.name();
        reply.addRecord(
                Record.fromString(owner, Type.TXT, DClass.CH, 60, "x", Name.root), Section.ANSWER);
        var text = new Question(owner, Type.TXT);
        assertThat(Reading.of(reply, text, EDU)).isInstanceOf(Reading.NoData.class);
    }

    @Test
    void trouble_is_useless() {
        authoritative(Rcode.SERVFAIL);
        assertThat(read()).isEqualTo(new Reading.Useless("SERVFAIL"));
    }

    @Test
    void a_circle_of_aliases_is_read_to_an_end() throws Exception {
        authoritative(Rcode.NOERROR)
                .with(Section.ANSWER, "gaia.umass.edu. 60 CNAME round.edu.")
                .with(Section.ANSWER, "round.edu. 60 CNAME gaia.umass.edu.");
        assertThat(read()).isInstanceOf(Reading.Answer.class);
    }

    @Test
    void a_dname_above_the_name_counts_and_a_cname_beside_it_does_not() throws Exception {
        authoritative(Rcode.NOERROR)
                .with(Section.ANSWER, "umass.edu. 60 DNAME poly.edu.")
                .with(Section.ANSWER, "gaia.umass.edu. 60 CNAME evil.edu.")
                .with(Section.ANSWER, "gaia.poly.edu. 60 A 127.0.0.1")
                .with(Section.ANSWER, "evil.edu. 60 A 127.66.6.6");
        assertThat(read())
                .isInstanceOfSatisfying(
                        Reading.Answer.class,
                        answer ->
                                assertThat(answer.sets().stream().flatMap(List::stream))
                                        .extracting(Record::rdataToString)
                                        .containsExactly("poly.edu.", "127.0.0.1"));
    }

    @Test
    void beside_an_answer_only_the_zones_own_servers_count() throws Exception {
        authoritative(Rcode.NOERROR)
                .with(Section.ANSWER, "gaia.umass.edu. 60 A 127.0.0.1")
                .with(Section.AUTHORITY, "com. 60 NS ns.evil.edu.")
                .with(Section.AUTHORITY, "poly.edu. 60 NS ns.evil.edu.")
                .with(Section.AUTHORITY, "umass.edu. 60 NS ns.umass.edu.")
                .with(Section.ADDITIONAL, "ns.umass.edu. 60 A 127.0.0.53")
                .with(Section.ADDITIONAL, "www.bank.com. 60 A 127.66.6.6")
                .with(Section.ADDITIONAL, "www.poly.edu. 60 A 127.66.6.6");
        assertThat(read())
                .isInstanceOfSatisfying(
                        Reading.Answer.class,
                        answer -> {
                            assertThat(answer.beside().nameServers())
                                    .extracting(Record::getName)
                                    .containsExactly(Name.fromConstantString("umass.edu."));
                            assertThat(answer.beside().addresses()).hasSize(1);
                        });
    }

    @Test
    void who_was_asked_to_recurse_is_believed_if_it_did() throws Exception {
        with(Section.ANSWER, "gaia.umass.edu. 60 A 127.0.0.1");
        assertThat(Reading.ofWhoMayRecurse(reply, GAIA, EDU)).isInstanceOf(Reading.Useless.class);
        reply.getHeader().setFlag(Flags.RA);
        assertThat(Reading.ofWhoMayRecurse(reply, GAIA, EDU))
                .isInstanceOfSatisfying(
                        Reading.Answer.class,
                        answer -> assertThat(answer.beside().hasAuthority()).isFalse());
        assertThat(read()).isInstanceOf(Reading.Useless.class);
    }

    @Test
    void who_was_asked_to_recurse_may_refer_all_the_same() throws Exception {
        reply.getHeader().setFlag(Flags.RA);
        with(Section.AUTHORITY, "umass.edu. 60 NS ns.umass.edu.");
        assertThat(Reading.ofWhoMayRecurse(reply, GAIA, EDU)).isInstanceOf(Reading.Referral.class);
    }
}
