package io.labnet.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.transfer.DynamicUpdate.Outcome;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** RFC 2136, sections 2.4, 2.5, 3.2 and 3.4, on messages as they come by the wire. */
class DynamicUpdateTest {
    private static final Name ORIGIN = Name.fromConstantString("lab.example.");
    private final Zone zone;

    DynamicUpdateTest() throws Exception {
        zone =
                MasterFile.read(
                        ORIGIN,
                        """
                        @ 60 SOA ns root 10 60 60 60 60
                        @ 60 NS ns
                        ns 60 A 192.0.2.1
                        www 60 A 192.0.2.2
                        www 60 A 192.0.2.3
                        www 60 TXT "here"
                        alias 60 CNAME www
                        a.b 60 A 192.0.2.4
                        """);
    }

    private static Name name(String label) throws Exception {
        return label.equals("@") ? ORIGIN : Name.fromString(label, ORIGIN);
    }

    private static Record record(String label, String type, String data) throws Exception {
        return Record.fromString(name(label), Type.value(type), DClass.IN, 60, data, ORIGIN);
    }

    private Outcome decide(Update update) throws Exception {
        var message = new Message(update.toWire());
        return DynamicUpdate.decide(
                zone,
                message.getSection(Section.PREREQ),
                message.getSection(Section.UPDATE),
                wish -> !wish.getName().toString().startsWith("secret."));
    }

    private void refuses(int rcode, Update update) throws Exception {
        assertThat(decide(update)).isEqualTo(new Outcome.Refused(rcode));
    }

    private Zone after(Update update) throws Exception {
        var outcome = decide(update);
        assertThat(outcome).isInstanceOf(Outcome.Changed.class);
        var difference = ((Outcome.Changed) outcome).difference();
        return difference == null ? zone : zone.apply(difference);
    }

    /** An update whose one record in a section is just this. */
    private static Update with(int section, Record record) {
        var update = new Update(ORIGIN);
        update.addRecord(record, section);
        return update;
    }

    private static Record bare(String label, int type, int dclass, long ttl) throws Exception {
        return Record.newRecord(name(label), type, dclass, ttl);
    }

    private static Record address(String label, int dclass) throws Exception {
        return Record.newRecord(name(label), Type.A, dclass, 0, new byte[] {1, 2, 3, 4});
    }

    @Test
    void a_name_must_be_in_use() throws Exception {
        var update = new Update(ORIGIN);
        update.present(name("www"));
        assertThat(after(update)).isSameAs(zone);
        refuses(Rcode.NXDOMAIN, with(Section.PREREQ, bare("no", Type.ANY, DClass.ANY, 0)));
        // An empty non-terminal exists, but is not in use (section 2.4.4).
        refuses(Rcode.NXDOMAIN, with(Section.PREREQ, bare("b", Type.ANY, DClass.ANY, 0)));
    }

    @Test
    void a_name_must_not_be_in_use() throws Exception {
        assertThat(after(with(Section.PREREQ, bare("b", Type.ANY, DClass.NONE, 0)))).isSameAs(zone);
        refuses(Rcode.YXDOMAIN, with(Section.PREREQ, bare("www", Type.ANY, DClass.NONE, 0)));
    }

    @Test
    void a_set_must_exist_or_not() throws Exception {
        assertThat(after(with(Section.PREREQ, bare("www", Type.A, DClass.ANY, 0)))).isSameAs(zone);
        refuses(Rcode.NXRRSET, with(Section.PREREQ, bare("www", Type.MX, DClass.ANY, 0)));
        assertThat(after(with(Section.PREREQ, bare("www", Type.MX, DClass.NONE, 0))))
                .isSameAs(zone);
        refuses(Rcode.YXRRSET, with(Section.PREREQ, bare("www", Type.A, DClass.NONE, 0)));
    }

    @Test
    void a_set_must_be_exactly_this() throws Exception {
        var update = new Update(ORIGIN);
        update.present(name("www"), Type.A, "192.0.2.3");
        refuses(Rcode.NXRRSET, update);
        update.present(name("www"), Type.A, "192.0.2.2");
        assertThat(after(update)).isSameAs(zone);
        update.present(name("www"), Type.A, "192.0.2.9");
        refuses(Rcode.NXRRSET, update);
    }

    @Test
    void malformed_prerequisites_are_told_as_such() throws Exception {
        refuses(Rcode.FORMERR, with(Section.PREREQ, bare("www", Type.A, DClass.ANY, 1)));
        refuses(Rcode.FORMERR, with(Section.PREREQ, address("www", DClass.ANY)));
        refuses(Rcode.FORMERR, with(Section.PREREQ, address("www", DClass.NONE)));
        refuses(Rcode.FORMERR, with(Section.PREREQ, bare("www", Type.A, DClass.CHAOS, 0)));
        var outside = Record.newRecord(Name.fromString("www.other."), Type.A, DClass.ANY, 0);
        refuses(Rcode.NOTZONE, with(Section.PREREQ, outside));
    }

    @Test
    void malformed_changes_are_told_as_such_and_nothing_is_changed() throws Exception {
        refuses(Rcode.FORMERR, with(Section.UPDATE, bare("www", Type.A, DClass.IN, 60)));
        refuses(Rcode.FORMERR, with(Section.UPDATE, bare("www", Type.ANY, DClass.IN, 60)));
        refuses(Rcode.FORMERR, with(Section.UPDATE, bare("www", Type.AXFR, DClass.ANY, 0)));
        refuses(Rcode.FORMERR, with(Section.UPDATE, bare("www", Type.A, DClass.ANY, 1)));
        refuses(Rcode.FORMERR, with(Section.UPDATE, address("www", DClass.ANY)));
        refuses(Rcode.FORMERR, with(Section.UPDATE, bare("www", Type.ANY, DClass.NONE, 0)));
        refuses(Rcode.FORMERR, with(Section.UPDATE, bare("www", Type.A, DClass.CHAOS, 0)));
        var outside =
                Record.fromString(
                        Name.fromString("www.other."),
                        Type.A,
                        DClass.IN,
                        60,
                        "192.0.2.9",
                        Name.root);
        var update = new Update(ORIGIN);
        update.add(record("new", "A", "192.0.2.9"));
        update.add(outside);
        refuses(Rcode.NOTZONE, update);
    }

    @Test
    void what_the_requestor_may_not_change_refuses_it_all() throws Exception {
        var update = new Update(ORIGIN);
        update.add(record("new", "A", "192.0.2.9"));
        update.add(record("secret", "A", "192.0.2.9"));
        refuses(Rcode.REFUSED, update);
    }

    @Test
    void records_are_added_and_the_set_has_one_ttl() throws Exception {
        var update = new Update(ORIGIN);
        update.add(name("www"), Type.A, 300, "192.0.2.9");
        var after = after(update);
        assertThat(after.records(name("www"), Type.A))
                .hasSize(3)
                .allMatch(record -> record.getTTL() == 300);
        assertThat(after.soa().getSerial()).isEqualTo(11);
    }

    @Test
    void the_same_record_again_changes_nothing_but_its_ttl() throws Exception {
        var update = new Update(ORIGIN);
        update.add(name("www"), Type.A, 60, "192.0.2.2");
        assertThat(after(update)).isSameAs(zone);
        var other = new Update(ORIGIN);
        other.add(name("www"), Type.A, 61, "192.0.2.2");
        assertThat(after(other).records(name("www"), Type.A))
                .hasSize(2)
                .allMatch(record -> record.getTTL() == 61);
    }

    @Test
    void an_alias_does_not_come_beside_data_nor_data_beside_an_alias() throws Exception {
        var update = new Update(ORIGIN);
        update.add(record("www", "CNAME", "ns"));
        update.add(record("alias", "A", "192.0.2.9"));
        assertThat(after(update)).isSameAs(zone);
    }

    @Test
    void an_alias_takes_the_place_of_an_alias() throws Exception {
        var update = new Update(ORIGIN);
        update.add(record("alias", "CNAME", "ns"));
        assertThat(after(update).records(name("alias"), Type.CNAME))
                .containsExactly(record("alias", "CNAME", "ns"));
    }

    @Test
    void changes_are_made_in_their_order() throws Exception {
        var update = new Update(ORIGIN);
        update.delete(name("www"));
        update.add(record("www", "CNAME", "ns"));
        update.add(record("new", "A", "192.0.2.9"));
        update.delete(record("new", "A", "192.0.2.9"));
        var after = after(update);
        assertThat(after.types(name("www"))).containsOnlyKeys(Type.CNAME);
        assertThat(after.types(name("new"))).isEmpty();
    }

    @Test
    void the_apex_keeps_its_soa_and_its_name_servers() throws Exception {
        var update = new Update(ORIGIN);
        update.delete(ORIGIN);
        update.delete(ORIGIN, Type.NS);
        update.delete(ORIGIN, Type.SOA);
        update.delete(record("@", "NS", "ns"));
        update.delete(zone.soa());
        assertThat(after(update)).isSameAs(zone);
    }

    @Test
    void but_one_of_two_name_servers_can_go() throws Exception {
        var update = new Update(ORIGIN);
        update.add(record("@", "NS", "ns2"));
        update.delete(record("@", "NS", "ns"));
        // That one is the last by now.
        update.delete(record("@", "NS", "ns2"));
        assertThat(after(update).records(ORIGIN, Type.NS))
                .containsExactly(record("@", "NS", "ns2"));
    }

    @Test
    void an_soa_is_taken_when_its_serial_is_later() throws Exception {
        var later = new Update(ORIGIN);
        later.add(record("@", "SOA", "ns root 20 1 1 1 1"));
        assertThat(after(later).soa().getSerial()).isEqualTo(20);
        var earlier = new Update(ORIGIN);
        earlier.add(record("@", "SOA", "ns root 9 1 1 1 1"));
        earlier.add(record("www", "SOA", "ns root 90 1 1 1 1"));
        assertThat(after(earlier)).isSameAs(zone);
    }

    @Test
    void single_records_whole_sets_and_whole_names_are_deleted() throws Exception {
        var update = new Update(ORIGIN);
        update.delete(record("www", "A", "192.0.2.3"));
        var one = after(update);
        assertThat(one.records(name("www"), Type.A))
                .containsExactly(record("www", "A", "192.0.2.2"));
        var set = new Update(ORIGIN);
        set.delete(name("www"), Type.A);
        assertThat(after(set).types(name("www"))).containsOnlyKeys(Type.TXT);
        var all = new Update(ORIGIN);
        all.delete(name("www"));
        all.delete(name("nobody"));
        assertThat(after(all).has(name("www"))).isFalse();
        var difference = Objects.requireNonNull(((Outcome.Changed) decide(all)).difference());
        assertThat(difference.removed()).hasSize(3);
        assertThat(difference.added()).isEqualTo(List.of());
    }
}
