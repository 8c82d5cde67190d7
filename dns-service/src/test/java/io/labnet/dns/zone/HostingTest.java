package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class HostingTest {
    private static final Name LAB = Name.fromConstantString("lab.example.");

    @TempDir Path folder;

    // Whoever remembers answers by the number of a generation would keep what was said without
    // the new zone for what is said with it.
    @Test
    void a_server_has_its_new_zone_before_the_generation_changes() throws Exception {
        var zones = new Zones(new ZoneFiles(folder, Worlds.laptop()));
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
