package io.labnet.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.dnssec.SignedZones.Way;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.ZoneTemplate;
import io.labnet.dns.zone.Zones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class SignedZonesTest {
    private static final Name ORIGIN = Name.fromConstantString("lab.example.");
    private static final Way NSEC3 = new Way(SigningAlgorithm.ED25519, Denial.NSEC3);
    private static final String ZONE =
            """
            @ 300 SOA ns root 1 60 60 3600 60
            @ 300 NS ns
            ns 300 A 127.0.0.1
            """;

    /** Time that passes when it is told to. */
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-11-26T12:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @TempDir Path folder;
    private final Hands clock = new Hands();
    private SignedZones signed;
    private Zones zones;

    @BeforeEach
    void start() throws Exception {
        signed = new SignedZones(folder.resolve("dnssec"), TestKeys.VALIDITY, clock, null);
        zones = new Zones(files(), signed);
        zones.create(MasterFile.read(ORIGIN, ZONE));
    }

    private ZoneFiles files() {
        return new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root));
    }

    private void restart() throws Exception {
        signed = new SignedZones(folder.resolve("dnssec"), TestKeys.VALIDITY, clock, null);
        zones = new Zones(files(), signed);
        zones.load(ORIGIN);
    }

    private Zone zone() {
        return Objects.requireNonNull(zones.zone(ORIGIN));
    }

    private void add(String name) throws Exception {
        var owner = Name.fromString(name, ORIGIN);
        var record = Record.fromString(owner, Type.A, DClass.IN, 60, "127.0.0.2", Name.root);
        assertThat(zones.add(ORIGIN, record)).isInstanceOf(Change.Done.class);
    }

    private void requireSigned() {
        var key = Objects.requireNonNull(signed.find(ORIGIN)).keys().getFirst();
        var names = zone().neighbours().names(ORIGIN);
        for (var name : names) {
            zone().types(name)
                    .forEach((type, set) -> {
                        if (type != Type.RRSIG) {
                            assertThat(zone().records(name, Type.RRSIG))
                                    .as("%s %d", name, type)
                                    .anyMatch(it ->
                                            key.verifies(set, (RRSIGRecord) it, clock.instant()));
                        }
                    });
        }
    }

    @Test
    void signatures_stay_until_nobody_remembers_them_whatever_happens() throws Exception {
        signed.sign(zones, ORIGIN, Way.USUAL);
        signed.unsignAt(zones, ORIGIN, clock.instant().plusSeconds(60));
        signed.end(zones, () -> true);
        assertThat(zone().records(ORIGIN, Type.RRSIG)).isNotEmpty();
        requireLeaving();
        restart();
        requireLeaving();
        clock.pass(Duration.ofSeconds(59));
        signed.end(zones, () -> true);
        assertThat(zone().records(ORIGIN, Type.RRSIG)).isNotEmpty();
        clock.pass(Duration.ofSeconds(1));
        signed.end(zones, () -> true);
        assertThat(zone().records(ORIGIN, Type.RRSIG)).isEmpty();
        assertThat(signed.way(ORIGIN)).isNull();
    }

    // RFC 8078 section 4.
    private void requireLeaving() {
        assertThat(zone().records(ORIGIN, Type.CDS))
                .singleElement()
                .extracting(Record::rdataToString)
                .isEqualTo("0 0 0 00");
        assertThat(zone().records(ORIGIN, Type.CDNSKEY))
                .singleElement()
                .extracting(Record::rdataToString)
                .isEqualTo("0 3 0 AA==");
    }

    @Test
    void who_signs_a_zone_again_wants_it_signed() throws Exception {
        signed.sign(zones, ORIGIN, Way.USUAL);
        signed.unsignAt(zones, ORIGIN, clock.instant().plusSeconds(60));
        signed.sign(zones, ORIGIN, Way.USUAL);
        clock.pass(Duration.ofSeconds(60));
        signed.end(zones, () -> true);
        assertThat(zone().records(ORIGIN, Type.RRSIG)).isNotEmpty();
        assertThat(zone().records(ORIGIN, Type.CDS))
                .singleElement()
                .extracting(Record::rdataToString)
                .asString()
                .contains(" 13 2 ");
    }

    @Test
    void a_signed_zone_stays_signed_through_changes_and_restarts() throws Exception {
        assertThat(signed.sign(zones, ORIGIN, NSEC3)).isInstanceOf(Change.Done.class);
        add("www");
        requireSigned();
        var before = zone();
        restart();
        assertThat(zone().records()).isEqualTo(before.records());
        assertThat(signed.way(ORIGIN)).isEqualTo(NSEC3);
        add("mail");
        requireSigned();
        signed.review(zones, () -> true);
        assertThat(zone().soa().getSerial()).isEqualTo(before.soa().getSerial() + 1);
    }

    @Test
    void secondaries_are_told_of_signatures_as_of_any_record() throws Exception {
        signed.sign(zones, ORIGIN, NSEC3);
        var before = zone();
        add("www");
        add("mail.www");
        var history = Objects.requireNonNull(zones.since(ORIGIN, before.soa().getSerial()));
        var copy = before;
        for (var difference : Objects.requireNonNull(history.differences())) {
            copy = copy.apply(difference);
        }
        assertThat(copy.records()).isEqualTo(zone().records());
    }

    @Test
    void signatures_are_renewed_before_they_end() throws Exception {
        signed.sign(zones, ORIGIN, Way.USUAL);
        var serial = zone().soa().getSerial();
        clock.pass(Duration.ofDays(7));
        signed.renew(zones, () -> true);
        assertThat(zone().soa().getSerial()).isEqualTo(serial);
        for (int day = 0; day < 60; day++) {
            clock.pass(Duration.ofDays(1));
            signed.renew(zones, () -> true);
            requireSigned();
        }
        assertThat(zone().soa().getSerial()).isBetween(serial + 5, serial + 30);
    }

    @Test
    void a_master_file_that_somebody_has_changed_is_signed_anew() throws Exception {
        signed.sign(zones, ORIGIN, Way.USUAL);
        var file = folder.resolve("lab.example.zone");
        var text = MasterFile.write(zone()).replace("127.0.0.1", "127.0.0.7");
        var serial = zone().soa().getSerial();
        Files.writeString(
                file, text.replaceFirst(" " + serial + " 60 60", " " + (serial + 10) + " 60 60"));
        restart();
        signed.review(zones, () -> true);
        requireSigned();
        assertThat(zone().records(Name.fromString("ns", ORIGIN), Type.A))
                .extracting(Record::rdataToString)
                .containsExactly("127.0.0.7");
    }

    @Test
    void nothing_is_left_of_signing_when_it_ends() throws Exception {
        var before = zone();
        signed.sign(zones, ORIGIN, NSEC3);
        add("www");
        zones.remove(ORIGIN, Name.fromString("www", ORIGIN), Type.A);
        assertThat(signed.unsign(zones, ORIGIN)).isInstanceOf(Change.Done.class);
        assertThat(rest(zone())).isEqualTo(rest(before));
        restart();
        assertThat(signed.way(ORIGIN)).isNull();
    }

    private static List<Record> rest(Zone zone) {
        return zone.records().stream().filter(r -> r.getType() != Type.SOA).toList();
    }

    @Test
    void a_zone_whose_keys_are_lost_is_served_and_not_changed() throws Exception {
        signed.sign(zones, ORIGIN, NSEC3);
        var before = zone();
        try (var keys = Files.newDirectoryStream(folder.resolve("dnssec"), "*.key")) {
            for (var key : keys) {
                Files.delete(key);
            }
        }
        restart();
        var record = Record.fromString(ORIGIN, Type.TXT, DClass.IN, 60, "new", Name.root);
        assertThat(zones.add(ORIGIN, record))
                .isInstanceOfSatisfying(
                        Change.Refused.class,
                        refused -> assertThat(refused.reason()).contains("keys"));
        assertThat(zone().records()).isEqualTo(before.records());
    }

    @Test
    void other_keys_take_the_place_of_the_first() throws Exception {
        signed.sign(zones, ORIGIN, NSEC3);
        signed.sign(zones, ORIGIN, Way.USUAL);
        requireSigned();
        assertThat(zone().records(ORIGIN, Type.DNSKEY)).hasSize(1);
        assertThat(zone().records(ORIGIN, Type.NSEC3PARAM)).isEmpty();
        assertThat(zone().hashes().names(ORIGIN)).containsExactly(ORIGIN);
    }
}
