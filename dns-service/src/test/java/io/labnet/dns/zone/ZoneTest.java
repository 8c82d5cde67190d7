package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneTest {
    private static final Name EDU = Name.fromConstantString("edu.");
    private static final String APEX = "@ 60 SOA ns root 4294967295 1 1 1 60\n@ 60 NS ns\n";

    private static Zone zone(String records) throws ZoneFault {
        return MasterFile.read(EDU, APEX + records);
    }

    private static Record record(String name, int type, long ttl, String data) throws IOException {
        return Record.fromString(Name.fromString(name), type, DClass.IN, ttl, data, Name.root);
    }

    private static void refuses(String text, String reason) {
        assertThatThrownBy(() -> MasterFile.read(EDU, text))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_bad_line_is_named() {
        refuses(APEX + "www 60 A 127.0.0\n", "line 3, column 10: ");
        refuses(APEX + "\nwww 60 BANANA split\n", "line 4, column 8: BANANA is no type");
    }

    @Test
    void a_zone_needs_one_soa_and_a_name_server() {
        refuses("@ 60 NS ns\n", "needs exactly one SOA");
        refuses("@ 60 SOA ns root 1 1 1 1 60\n", "needs an NS record");
        refuses(APEX + "@ 60 SOA ns root 2 1 1 1 60\n", "needs exactly one SOA");
        refuses(APEX + "www 60 SOA ns root 2 1 1 1 60\n", "not the apex");
    }

    @Test
    void records_of_other_zones_are_refused() {
        refuses(APEX + "www.com. 60 A 127.0.0.1\n", "www.com A is outside the zone edu");
    }

    @Test
    void a_record_that_could_not_be_told_is_refused() {
        refuses(APEX + "www 60 WKS 127.0.0.1 tcp\n", "www.edu WKS names no service");
    }

    @Test
    void an_alias_stands_alone() {
        refuses(
                APEX + "www 60 CNAME ns\nwww 60 A 127.0.0.1\n",
                "a CNAME record beside other data at www.edu");
        refuses(APEX + "www 60 CNAME ns\nwww 60 CNAME ns2\n", "a CNAME record beside");
        refuses(APEX + "sub 60 DNAME ns\nsub 60 DNAME ns2\n", "a DNAME record beside another");
        refuses(APEX + "sub 60 DNAME ns\nsub 60 NS ns2\n", "beside a delegation at sub.edu");
    }

    @Test
    void other_classes_are_refused() {
        refuses(APEX + "www 60 CH A 127.0.0.1\n", "not of class IN");
    }

    @Test
    void one_set_has_one_ttl_and_no_duplicates() throws Exception {
        var zone = zone("www 90 A 127.0.0.1\nwww 30 A 127.0.0.2\nwww 90 A 127.0.0.1\n");
        assertThat(zone.records(Name.fromString("www.edu."), Type.A))
                .hasSize(2)
                .allMatch(record -> record.getTTL() == 30);
    }

    private static Zone changed(Zone zone, Consumer<Draft> change) throws ZoneFault {
        var draft = new Draft(zone);
        change.accept(draft);
        return zone.apply(Objects.requireNonNull(draft.difference()));
    }

    @Test
    void each_change_has_the_next_serial_and_leaves_the_old_version_alone() throws Exception {
        var first = zone("");
        var www = record("www.edu.", Type.A, 60, "127.0.0.1");
        var second = changed(first, draft -> draft.add(www));
        assertThat(first.has(www.getName())).isFalse();
        assertThat(second.has(www.getName())).isTrue();
        // After 4294967295 it goes round (RFC 1982 section 3.1), and 1 is greater.
        assertThat(second.soa().getSerial()).isEqualTo(1);
        var third = changed(second, draft -> draft.remove(www));
        assertThat(third.soa().getSerial()).isEqualTo(2);
        assertThat(third.has(www.getName())).isFalse();
    }

    @Test
    void a_new_record_sets_the_ttl_of_its_whole_set() throws Exception {
        var zone = zone("www 90 A 127.0.0.1\n");
        var other = record("www.edu.", Type.A, 120, "127.0.0.2");
        assertThat(changed(zone, draft -> draft.add(other)).records(other.getName(), Type.A))
                .hasSize(2)
                .allMatch(record -> record.getTTL() == 120);
    }

    /** Usual types are put in order as bytes, which must make no difference. */
    @Test
    void sets_are_in_canonical_order_without_duplicates_and_with_one_ttl() throws Exception {
        var random = new Random(1035);
        var names =
                new String[] {"b.edu.", "B.edu.", "a.b.edu.", "ab.edu.", "ns.", ".", "A.B.Edu."};
        for (int round = 0; round < 500; round++) {
            var records = new ArrayList<Record>();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                var name = names[random.nextInt(names.length)];
                var number = random.nextInt(3);
                var ttl = random.nextInt(3) * 100;
                records.add(
                        switch (random.nextInt(6)) {
                            case 0 -> record("x.edu.", Type.A, ttl, "192.0.2." + number * 100);
                            case 1 -> record("X.edu.", Type.AAAA, ttl, "2001:db8::" + number);
                            case 2 -> record("x.Edu.", Type.NS, ttl, name);
                            case 3 -> record("x.edu.", Type.PTR, ttl, name);
                            // Preferences that look like letters.
                            case 4 -> record("x.edu.", Type.MX, ttl, 0x4161 + number + " " + name);
                            default -> record("x.edu.", Type.TXT, ttl, "t" + number);
                        });
            }
            var apex = MasterFile.read(EDU, APEX).records();
            var all = new ArrayList<>(apex);
            all.addAll(records);
            var zone = Zone.of(EDU, all);
            var wanted = canonical(records);
            assertThat(zone.size()).isEqualTo(apex.size() + wanted.size());
            assertThat(
                            zone
                                    .types(record("x.edu.", Type.A, 0, "192.0.2.1").getName())
                                    .values()
                                    .stream()
                                    .flatMap(List::stream)
                                    .map(Record::toString))
                    .isEqualTo(wanted.stream().map(Record::toString).toList());
        }
    }

    private static List<Record> canonical(List<Record> records) {
        var kept = new ArrayList<Record>();
        for (var record : records.stream().sorted().toList()) {
            if (kept.isEmpty() || !kept.getLast().equals(record)) {
                kept.add(record);
            }
        }
        return kept.stream()
                .map(record -> {
                    var ttl =
                            kept.stream()
                                    .filter(other -> other.getType() == record.getType())
                                    .mapToLong(Record::getTTL)
                                    .min();
                    return TimeToLive.of(record, ttl.orElseThrow());
                })
                .toList();
    }
}
