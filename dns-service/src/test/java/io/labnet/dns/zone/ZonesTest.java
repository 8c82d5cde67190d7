package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZonesTest {
    private static final Name UMASS = Name.fromConstantString("umass.edu.");
    private static final Name WWW2 = Name.fromConstantString("www2.umass.edu.");

    @TempDir Path folder;

    private Zones zones() throws ZoneFault {
        var zones = new Zones(new ZoneFiles(folder, Worlds.laptop()));
        zones.load(UMASS);
        return zones;
    }

    private static Record www2(String data) throws IOException {
        return Record.fromString(WWW2, Type.A, DClass.IN, 60, data, Name.root);
    }

    private static Zone zone(Zones zones) {
        var zone = zones.zone(UMASS);
        assertThat(zone).isNotNull();
        return Objects.requireNonNull(zone);
    }

    @Test
    void a_change_is_there_after_a_restart() throws Exception {
        var before = zones();
        var serial = zone(before).soa().getSerial();
        assertThat(before.add(UMASS, www2("127.80.0.9"))).isInstanceOf(Change.Done.class);
        var after = zone(zones());
        assertThat(after.records(WWW2, Type.A)).containsExactly(www2("127.80.0.9"));
        assertThat(after.soa().getSerial()).isEqualTo(serial + 1);
    }

    @Test
    void half_a_file_left_by_a_crash_does_no_harm() throws Exception {
        zones().add(UMASS, www2("127.80.0.9"));
        Files.writeString(folder.resolve("umass.edu.zone.new"), "@ 60 SO");
        assertThat(zone(zones()).has(WWW2)).isTrue();
    }

    @Test
    void a_bad_file_is_refused_with_its_name_and_line_and_the_old_zone_serves_on()
            throws Exception {
        var zones = zones();
        Files.writeString(folder.resolve("umass.edu.zone"), "@ 60 BANANA split\n");
        assertThatThrownBy(() -> zones.load(UMASS))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining("umass.edu.zone: line 1");
        assertThat(zone(zones).has(Name.fromString("gaia.cs.umass.edu."))).isTrue();
    }

    @Test
    void the_same_record_again_changes_nothing() throws Exception {
        var zones = zones();
        zones.add(UMASS, www2("127.80.0.9"));
        var serial = zone(zones).soa().getSerial();
        zones.add(UMASS, www2("127.80.0.9"));
        assertThat(zone(zones).soa().getSerial()).isEqualTo(serial);
    }

    @Test
    void watchers_hear_of_changes_when_these_are_in_service() throws Exception {
        var zones = zones();
        var heard = new ArrayList<Name>();
        zones.watch((zone, owner) -> {
            assertThat(zones.zone(UMASS)).isSameAs(zone);
            heard.add(owner);
        });
        zones.add(UMASS, www2("127.80.0.9"));
        zones.remove(UMASS, WWW2, Type.A);
        assertThat(heard).containsExactly(WWW2, WWW2);
    }

    @Test
    void what_cannot_be_done_is_refused_and_changes_nothing() throws Exception {
        var zones = zones();
        var before = zone(zones);
        var alias =
                Record.fromString(
                        Name.fromString("gaia.cs.umass.edu."),
                        Type.CNAME,
                        DClass.IN,
                        60,
                        "www.umass.edu.",
                        Name.root);
        assertThat(zones.add(UMASS, alias)).isInstanceOf(Change.Refused.class);
        assertThat(zones.remove(UMASS, UMASS, Type.SOA)).isInstanceOf(Change.Refused.class);
        assertThat(zones.remove(UMASS, UMASS, Type.NS)).isInstanceOf(Change.Refused.class);
        assertThat(zones.remove(UMASS, WWW2, Type.A)).isInstanceOf(Change.NoSuchRecords.class);
        assertThat(zones.remove(Name.root, WWW2, Type.A)).isInstanceOf(Change.NoSuchZone.class);
        assertThat(zones.zone(UMASS)).isSameAs(before);
        assertThat(folder.resolve("umass.edu.zone")).doesNotExist();
    }

    @Test
    void a_zone_without_any_file_is_refused() {
        var zones = new Zones(new ZoneFiles(folder, Worlds.laptop()));
        assertThatThrownBy(() -> zones.load(Name.fromConstantString("nobody.edu.")))
                .hasMessageContaining("there is no zone file");
    }

    private static Zone of(Name origin, long serial, Record... others) throws Exception {
        var records = new ArrayList<>(List.of(others));
        var soa = "ns root " + serial + " 60 60 60 60";
        records.add(Record.fromString(origin, Type.SOA, DClass.IN, 60, soa, origin));
        records.add(Record.fromString(origin, Type.NS, DClass.IN, 60, "ns", origin));
        return Zone.of(origin, records);
    }

    @Test
    void of_a_primarys_changes_all_are_taken_over_or_none() throws Exception {
        var zones = zones();
        var before = zone(zones);
        var serial = before.soa().getSerial();
        var first = new Draft(before);
        first.add(www2("127.80.0.9"));
        var fits = Objects.requireNonNull(first.difference());
        var absent = List.of(www2("127.80.0.8"));
        var fitsNot =
                new Difference(fits.to(), Soa.withSerial(fits.to(), serial + 2), absent, List.of());
        assertThat(zones.receive(UMASS, List.of(fits, fitsNot))).isInstanceOf(Change.Refused.class);
        assertThat(zones.zone(UMASS)).isSameAs(before);
        assertThat(zones.receive(UMASS, List.of(fits))).isInstanceOf(Change.Done.class);
        assertThat(zone(zones()).soa().getSerial()).isEqualTo(serial + 1);
    }

    @Test
    void a_copy_takes_no_serial_number_but_its_primarys() throws Exception {
        var zones = zones();
        var before = zone(zones);
        var serial = before.soa().getSerial();
        var older = of(UMASS, serial - 1, www2("127.80.0.9"));
        assertThat(zones.receive(older)).isInstanceOf(Change.Refused.class);
        assertThat(zones.zone(UMASS)).isSameAs(before);
        zones.receive(of(UMASS, serial + 5, www2("127.80.0.9")));
        assertThat(zone(zones).soa().getSerial()).isEqualTo(serial + 5);
    }

    @Test
    void a_domain_that_is_called_root_is_not_the_root() throws Exception {
        var zones = new Zones(new ZoneFiles(folder, Worlds.laptop()));
        zones.create(of(Name.root, 7));
        var tld = Name.fromConstantString("root.");
        assertThat(zones.create(of(tld, 8))).isInstanceOf(Change.Done.class);
        var after = new Zones(new ZoneFiles(folder, Worlds.laptop()));
        after.load(Name.root);
        after.load(tld);
        assertThat(after.all()).extracting(zone -> zone.soa().getSerial()).containsExactly(7L, 8L);
    }

    @Test
    void a_zone_whose_name_no_file_can_have_is_refused() throws Exception {
        var zones = new Zones(new ZoneFiles(folder, Worlds.laptop()));
        // Each of these bytes is written as six letters.
        var name = Name.fromString("\\001".repeat(50) + ".edu.");
        assertThat(zones.create(of(name, 1)))
                .isInstanceOfSatisfying(
                        Change.Refused.class,
                        refused -> assertThat(refused.reason()).contains("too long"));
        assertThat(zones.zone(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"umass.edu.zone", "umass.edu.journal"})
    void a_file_that_cannot_be_looked_at_is_not_taken_for_none(String file) throws Exception {
        Files.createSymbolicLink(folder.resolve(file), Path.of(file));
        assertThatThrownBy(this::zones)
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining(file + " cannot be read");
    }

    @Test
    void what_the_disk_refuses_is_not_done_and_can_be_done_later() throws Exception {
        var zones = zones();
        zones.add(UMASS, www2("127.80.0.8"));
        var before = zone(zones);
        var after = zones();
        // Nothing can be written where a folder is.
        Files.move(folder.resolve("umass.edu.journal"), folder.resolve("aside"));
        Files.createDirectory(folder.resolve("umass.edu.journal"));
        assertThatThrownBy(() -> after.add(UMASS, www2("127.80.0.9")))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(zone(after).records()).isEqualTo(before.records());
        Files.delete(folder.resolve("umass.edu.journal"));
        Files.move(folder.resolve("aside"), folder.resolve("umass.edu.journal"));
        assertThat(after.add(UMASS, www2("127.80.0.9"))).isInstanceOf(Change.Done.class);
        assertThat(zone(zones()).records()).isEqualTo(zone(after).records());
    }
}
