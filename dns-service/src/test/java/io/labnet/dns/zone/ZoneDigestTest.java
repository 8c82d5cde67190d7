package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.zone.ZoneDigest.Hash;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class ZoneDigestTest {
    private static final Name EXAMPLE = Name.fromConstantString("example.");
    // RFC 8976 appendix A.1.
    private static final String SIMPLE =
            """
            example.      86400  IN  SOA    ns1 admin 2018031900 1800 900 604800 86400
                          86400  IN  NS     ns1
                          86400  IN  NS     ns2
                          86400  IN  ZONEMD 2018031900 1 1 (
                                            c68090d90a7aed71
                                            6bc459f9340e3d7c
                                            1370d4d24b7e2fc3
                                            a1ddc0b9a87153b9
                                            a9713b3c9ae5cc27
                                            777f98b8e730044c )
            ns1           3600   IN  A      203.0.113.63
            ns2           3600   IN  AAAA   2001:db8::63
            """;

    @TempDir Path folder;

    private static Zone zone(String text) throws ZoneFault {
        return MasterFile.read(EXAMPLE, text);
    }

    private static void refused(String text, String reason) throws ZoneFault {
        var zone = zone(text);
        assertThatThrownBy(() -> ZoneDigest.require(zone))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining(reason);
    }

    @Test
    void the_example_of_the_rfc_is_what_it_says() throws Exception {
        ZoneDigest.require(zone(SIMPLE));
    }

    @Test
    void the_least_change_is_seen() throws Exception {
        refused(SIMPLE.replace("203.0.113.63", "203.0.113.64"), "another digest, by SHA-384");
        refused(SIMPLE.replace("3600   IN  A ", "3601   IN  A "), "another digest");
        refused(SIMPLE + "x 60 TXT y\n", "another digest");
    }

    @Test
    void a_digest_of_another_version_is_refused() throws Exception {
        refused(SIMPLE.replace("admin 2018031900", "admin 2018031901"), "for serial 2018031900");
    }

    @Test
    void two_of_one_kind_are_none() throws Exception {
        var second = "@ 86400 ZONEMD 2018031900 1 1 " + "ab".repeat(48) + "\n";
        refused(SIMPLE + second, "two ZONEMD records by SHA-384");
    }

    @Test
    void one_that_fits_is_enough_and_what_is_unknown_says_nothing() throws Exception {
        ZoneDigest.require(
                zone(SIMPLE + "@ 86400 ZONEMD 2018031900 1 240 " + "e2d5" + "00".repeat(20)));
        ZoneDigest.require(zone(SIMPLE + "@ 86400 ZONEMD 2018031900 1 2 " + "ab".repeat(64)));
        var unknown = SIMPLE.replace("ZONEMD 2018031900 1 1", "ZONEMD 2018031900 241 1");
        ZoneDigest.require(zone(unknown));
    }

    @ParameterizedTest
    @EnumSource(Hash.class)
    void what_is_made_is_right(Hash hash) throws Exception {
        var plain = zone(SIMPLE.replaceAll("(?s) +86400  IN  ZONEMD.*?\\)\n", ""));
        assertThat(ZoneDigest.told(plain)).isEmpty();
        var draft = new Draft(plain);
        draft.remove(EXAMPLE, Type.SOA);
        draft.add(Soa.withSerial(plain.soa(), 2018031901L));
        var wanted = plain.apply(Objects.requireNonNull(draft.difference()));
        draft.add(ZoneDigest.of(wanted, hash));
        ZoneDigest.require(plain.apply(Objects.requireNonNull(draft.difference())));
    }

    @Test
    void a_copy_that_is_not_what_its_primary_made_is_refused() throws Exception {
        var zones = new Zones(new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root)));
        zones.loadSecondary(EXAMPLE);
        var forged = zone(SIMPLE.replace("203.0.113.63", "203.0.113.64"));
        assertThat(zones.receive(forged)).isInstanceOf(Change.Refused.class);
        assertThat(zones.receive(zone(SIMPLE))).isInstanceOf(Change.Done.class);
        var draft = new Draft(zone(SIMPLE));
        draft.remove(Name.fromConstantString("ns2.example."), Type.AAAA);
        var change = zones.receive(EXAMPLE, List.of(Objects.requireNonNull(draft.difference())));
        assertThat(change).isInstanceOf(Change.Refused.class);
        assertThat(Objects.requireNonNull(zones.zone(EXAMPLE)).size()).isEqualTo(6);
    }

    @Test
    void a_change_here_takes_the_digest_away_and_a_restart_finds_the_zone_good() throws Exception {
        var files = new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root));
        var zones = new Zones(files);
        assertThat(zones.create(zone(SIMPLE))).isInstanceOf(Change.Done.class);
        zones.remove(EXAMPLE, Name.fromConstantString("ns2.example."), Type.AAAA);
        var changed = Objects.requireNonNull(zones.zone(EXAMPLE));
        assertThat(ZoneDigest.told(changed)).isEmpty();
        var again = new Zones(files);
        again.load(EXAMPLE);
        assertThat(Objects.requireNonNull(again.zone(EXAMPLE)).records())
                .isEqualTo(changed.records());
    }

    @Test
    void a_file_that_is_not_what_it_says_is_not_loaded() throws Exception {
        var files = new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root));
        files.save(zone(SIMPLE.replace("203.0.113.63", "203.0.113.64")));
        assertThatThrownBy(() -> new Zones(files).load(EXAMPLE))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining("ZONEMD");
    }
}
