package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/** Zones that come and go while the servers run. */
class HostingTest {
    private static final Name LAB = Name.fromConstantString("lab.example.");
    private static final String SERVER = "ns.poly.edu";

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private Zones zones;

    private Hosting hosting() throws ZoneFault {
        zones = new Zones(new ZoneFiles(folder.resolve("zones"), Worlds.laptop()));
        Map<String, Set<Name>> served = Map.of(SERVER, ConcurrentHashMap.newKeySet());
        return new Hosting(folder.resolve("created"), zones, served);
    }

    private static Zone lab() throws ZoneFault {
        return MasterFile.read(LAB, "@ 60 SOA ns root 1 1 1 1 60\n@ 60 NS ns\n");
    }

    /** Where a folder is, the list of zones cannot be written. */
    private Path obstacle() throws Exception {
        return Files.createDirectory(folder.resolve("created.new"));
    }

    @Test
    void a_zone_that_was_made_is_there_after_a_restart_until_it_is_deleted() throws Exception {
        assertThat(hosting().create(lab(), SERVER)).isInstanceOf(Change.Done.class);
        var again = hosting();
        assertThat(again.created(SERVER)).containsExactly(LAB);
        assertThat(again.zones(SERVER)).containsExactly(LAB);
        assertThat(zones.zone(LAB)).isNotNull();
        assertThat(again.delete(LAB)).isInstanceOf(Change.Done.class);
        assertThat(hosting().zones(SERVER)).isEmpty();
        assertThat(zones.held(LAB)).isNull();
    }

    @Test
    void a_zone_that_was_spoiled_fails_alone_until_it_is_made_anew() throws Exception {
        var other = Name.fromConstantString("other.example.");
        hosting().create(lab(), SERVER);
        var good = MasterFile.read(other, "@ 60 SOA ns root 1 1 1 1 60\n@ 60 NS ns\n");
        hosting().create(good, SERVER);
        spoil("lab.example.zone");
        var again = hosting();
        assertThat(again.zones(SERVER)).containsExactlyInAnyOrder(LAB, other);
        assertThat(zones.zone(LAB)).isNull();
        assertThat(zones.zone(other)).isNotNull();
        assertThat(again.create(lab(), SERVER)).isInstanceOf(Change.Done.class);
        hosting();
        assertThat(zones.zone(LAB)).isNotNull();
    }

    private void spoil(String file) throws Exception {
        Files.writeString(folder.resolve("zones").resolve(file), "@ 60 SOA half of it");
    }

    @Test
    void a_zone_that_would_be_forgotten_is_not_made() throws Exception {
        var hosting = hosting();
        var obstacle = obstacle();
        assertThatThrownBy(() -> hosting.create(lab(), SERVER))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(zones.held(LAB)).isNull();
        assertThat(hosting.created(SERVER)).isEmpty();
        Files.delete(obstacle);
        assertThat(hosting.create(lab(), SERVER)).isInstanceOf(Change.Done.class);
    }

    @Test
    void a_zone_that_would_come_back_is_not_deleted() throws Exception {
        var hosting = hosting();
        hosting.create(lab(), SERVER);
        var obstacle = obstacle();
        assertThatThrownBy(() -> hosting.delete(LAB)).isInstanceOf(UncheckedIOException.class);
        assertThat(zones.zone(LAB)).isNotNull();
        assertThat(hosting.zones(SERVER)).containsExactly(LAB);
        Files.delete(obstacle);
        assertThat(hosting.delete(LAB)).isInstanceOf(Change.Done.class);
    }

    // Whoever remembers answers by the number of a generation would keep what was said without
    // the new zone for what is said with it.
    @Test
    void a_server_has_its_new_zone_before_the_generation_changes() throws Exception {
        zones = new Zones(new ZoneFiles(folder.resolve("zones"), Worlds.laptop()));
        var served = ConcurrentHashMap.<Name>newKeySet();
        var hosting = new Hosting(folder.resolve("created"), zones, Map.of("ns.lab", served));
        var wasServed = new AtomicBoolean();
        zones.watch((_, _) -> wasServed.set(served.contains(LAB)));
        var text = "@ 60 SOA ns root 1 1 1 1 60\n@ 60 NS ns\nns 60 A 127.0.0.1\n";
        var zone = MasterFile.read(LAB, text);
        assertThat(hosting.create(zone, "ns.lab")).isInstanceOf(Change.Done.class);
        assertThat(wasServed).isTrue();
        assertThat(hosting.create(zone, "ns.lab")).isInstanceOf(Change.Refused.class);
        assertThat(served).containsExactly(LAB);
    }
}
