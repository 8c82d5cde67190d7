package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What becomes of a zone when a difference is applied to it. */
class DifferenceTest {
    private static final Name EDU = Name.fromConstantString("edu.");

    private static Record record(String name, int type, long ttl, String data) throws IOException {
        return Record.fromString(Name.fromString(name, EDU), type, DClass.IN, ttl, data, EDU);
    }

    private static Record a(String name, int number) throws IOException {
        return record(name, Type.A, 60, "127.1." + number / 256 + "." + number % 256);
    }

    private static Zone zone(Record... records) throws Exception {
        var all = new ArrayList<>(List.of(records));
        all.add(record("@", Type.SOA, 60, "ns root 1 1 1 1 60"));
        all.add(record("@", Type.NS, 60, "ns"));
        return Zone.of(EDU, all);
    }

    private static Difference difference(Zone zone, List<Record> removed, List<Record> added) {
        var next = Soa.withSerial(zone.soa(), zone.soa().getSerial() + 1);
        return new Difference(zone.soa(), next, removed, added);
    }

    private static void refuses(Zone zone, Difference difference, String reason) {
        var before = zone.records();
        assertThatThrownBy(() -> zone.apply(difference))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining(reason);
        assertThat(zone.records()).isEqualTo(before);
    }

    @Test
    void names_above_a_name_come_and_go_with_it() throws Exception {
        var before = zone();
        var deep = a("www.cs.umass", 1);
        var after = before.apply(difference(before, List.of(), List.of(deep)));
        assertThat(after.has(Name.fromString("umass.edu."))).isTrue();
        assertThat(after.has(Name.fromString("cs.umass.edu."))).isTrue();
        assertThat(after.types(Name.fromString("cs.umass.edu."))).isEmpty();
        var again = after.apply(difference(after, List.of(deep), List.of()));
        assertThat(again.has(Name.fromString("umass.edu."))).isFalse();
        assertThat(again.soa().getSerial()).isEqualTo(3);
        assertThat(before.has(Name.fromString("umass.edu."))).isFalse();
    }

    @Test
    void a_name_above_stays_while_others_are_below_it() throws Exception {
        var before = zone(a("one.umass", 1), a("two.umass", 2));
        var after = before.apply(difference(before, List.of(a("one.umass", 1)), List.of()));
        assertThat(after.has(Name.fromString("umass.edu."))).isTrue();
    }

    @Test
    void a_difference_from_another_version_is_refused() throws Exception {
        var first = zone();
        var second = first.apply(difference(first, List.of(), List.of(a("www", 1))));
        refuses(second, difference(first, List.of(), List.of(a("ftp", 2))), "not the version");
    }

    @Test
    void what_is_not_there_cannot_be_removed() throws Exception {
        var zone = zone(a("www", 1));
        refuses(
                zone,
                difference(zone, List.of(a("www", 2)), List.of()),
                "www.edu A 127.1.0.2 is not here");
        refuses(zone, difference(zone, List.of(a("www.com.", 2)), List.of()), "is not here");
    }

    @Test
    void what_makes_no_zone_is_refused() throws Exception {
        var zone = zone(a("www", 1));
        var alias = record("www", Type.CNAME, 60, "ns");
        refuses(zone, difference(zone, List.of(), List.of(alias)), "beside other data at www.edu");
        refuses(
                zone,
                difference(zone, zone.records(EDU, Type.NS), List.of()),
                "needs an NS record");
        refuses(zone, difference(zone, List.of(), List.of(a("www.com.", 1))), "outside the zone");
        var second = record("@", Type.SOA, 60, "ns root 9 1 1 1 60");
        refuses(zone, difference(zone, List.of(), List.of(second)), "exactly one SOA");
    }

    @Test
    void a_zone_does_not_outgrow_what_can_be_read_again() throws Exception {
        var small = zone();
        var noHash = Node.bare(new byte[0]);
        var full = new Zone(EDU, small.path(EDU).getFirst(), noHash, 5_000_000);
        refuses(full, difference(full, List.of(), List.of(a("www", 1))), "more than 5000000");
    }

    @Test
    void data_may_give_way_to_an_alias_in_one_step() throws Exception {
        var zone = zone(a("www", 1));
        var alias = record("www", Type.CNAME, 60, "ns");
        var after = zone.apply(difference(zone, List.of(a("www", 1)), List.of(alias)));
        assertThat(after.records(alias.getName(), Type.CNAME)).containsExactly(alias);
        assertThat(after.size()).isEqualTo(zone.size());
    }

    @Test
    void many_small_steps_lead_where_one_great_one_leads() throws Exception {
        var random = new Random(7);
        var zone = zone();
        var standing = new ArrayList<Record>();
        for (int i = 0; i < 5000; i++) {
            if (random.nextInt(3) == 0 && !standing.isEmpty()) {
                var gone = standing.remove(random.nextInt(standing.size()));
                zone = zone.apply(difference(zone, List.of(gone), List.of()));
            } else {
                var label = random.nextInt(2000) + (random.nextBoolean() ? ".deep" : "");
                var come = a(label, random.nextInt(3));
                if (!standing.contains(come)) {
                    standing.add(come);
                }
                zone = zone.apply(difference(zone, List.of(), List.of(come)));
            }
        }
        standing.add(zone.soa());
        standing.addAll(zone.records(EDU, Type.NS));
        var whole = Zone.of(EDU, standing);
        assertThat(zone.records()).isEqualTo(whole.records());
        assertThat(zone.size()).isEqualTo(whole.size()).isEqualTo(zone.records().size());
        for (var record : whole) {
            assertThat(zone.contains(record)).isTrue();
        }
    }

    @Test
    void records_stand_in_canonical_order_whatever_the_case() throws Exception {
        var zone = zone(a("Z", 1), a("a.z", 2), a("yljkjljk", 3), a("*.z", 4), a("A", 5));
        assertThat(zone.records().stream().skip(2).map(Record::getName).map(Name::toString))
                .containsExactly("A.edu.", "yljkjljk.edu.", "Z.edu.", "*.z.edu.", "a.z.edu.");
    }
}
