package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
