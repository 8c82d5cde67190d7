package io.labnet.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.dnssec.SignedZones.Way;
import io.labnet.dns.validator.TrustAnchors;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.ZoneTemplate;
import io.labnet.dns.zone.Zones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/** The file in which the root's server tells its keys. */
class RootAnchorTest {
    private static final String ZONE =
            "@ 60 SOA ns root 1 60 60 3600 60\n@ 60 NS ns\nns 60 A 192.0.2.1\n";

    @TempDir Path folder;

    @Test
    void it_has_the_keys_of_the_day_and_is_there_while_the_root_is_signed() throws Exception {
        var clock = Clock.systemUTC();
        var signed = new SignedZones(folder.resolve("dnssec"), TestKeys.VALIDITY, clock, null);
        var files = new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root));
        var zones = new Zones(files, signed);
        var file = folder.resolve("shared").resolve("root.ds");
        zones.create(MasterFile.read(Name.root, ZONE));
        new RootAnchor(file, zones, signed).start();
        assertThat(file).doesNotExist();
        for (var algorithm :
                new SigningAlgorithm[] {Way.USUAL.algorithm(), SigningAlgorithm.ED25519}) {
            signed.sign(zones, Name.root, new Way(algorithm, Denial.NSEC));
            var ds = Objects.requireNonNull(signed.find(Name.root)).ds(0).getFirst();
            assertThat(file).hasContent(". IN DS " + ds.rdataToString());
            assertThat(TrustAnchors.parse(Files.readAllLines(file)).zones())
                    .containsExactly(Name.root);
        }
        signed.unsign(zones, Name.root);
        assertThat(file).doesNotExist();
    }

    @Test
    void a_process_without_the_root_touches_nobody_elses_file() throws Exception {
        var clock = Clock.systemUTC();
        var signed = new SignedZones(folder.resolve("dnssec"), TestKeys.VALIDITY, clock, null);
        var files = new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root));
        var file = Files.writeString(folder.resolve("root.ds"), "another's");
        new RootAnchor(file, new Zones(files, signed), signed).start();
        assertThat(file).hasContent("another's");
    }
}
