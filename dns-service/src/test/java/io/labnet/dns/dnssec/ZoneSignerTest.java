package io.labnet.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.authority.SmallWorld;
import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class ZoneSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final int WORLDS = 20;
    private static final int EDITS = 6;
    private static final String ZONE =
            """
            @ 300 SOA ns root 1 60 60 3600 60
            @ 300 NS ns
            ns 300 A 127.0.0.1
            www 300 A 127.0.0.2
            www 60 TXT "short"
            """;

    private static ZoneSigner signer(Name origin, Denial denial) {
        return TestKeys.signer(origin, SigningAlgorithm.ECDSAP256SHA256, denial);
    }

    private static Zone signed(ZoneSigner signer, Zone zone) throws ZoneFault {
        return applied(zone, signer.renew(zone, NOW, false));
    }

    private static Zone applied(Zone zone, @Nullable Difference change) throws ZoneFault {
        return zone.apply(Objects.requireNonNull(change));
    }

    private static Difference adding(Zone zone, Record record) {
        var draft = new Draft(zone);
        draft.add(record);
        return Objects.requireNonNull(draft.difference());
    }

    private static Zone example() throws ZoneFault {
        return MasterFile.read(Name.fromConstantString("example."), ZONE);
    }

    /** Whatever is changed one after the other, all is signed as if it had been there at once. */
    @ParameterizedTest
    @EnumSource(Denial.class)
    void a_change_signs_what_signing_anew_would(Denial denial) throws Exception {
        for (int seed = 0; seed < WORLDS; seed++) {
            var random = new Random(seed);
            var plain = SmallWorld.of(seed).zones().values().iterator().next();
            var signer = signer(plain.origin(), denial);
            var zone = signed(signer, plain);
            for (int i = 0; i < EDITS; i++) {
                var wanted = edit(random, zone);
                if (wanted != null) {
                    zone = applied(zone, signer.complete(zone, wanted, NOW));
                    assertThat(told(zone))
                            .as("seed %d: %s", seed, wanted)
                            .isEqualTo(told(anew(signer, zone)));
                    requireSigned(zone, NOW);
                }
            }
        }
    }

    private static Zone anew(ZoneSigner signer, Zone zone) throws ZoneFault {
        var bare = applied(zone, ZoneSigner.bare(zone));
        return signed(signer, bare);
    }

    /** Takes a set away, or puts one there from another name. */
    private static @Nullable Difference edit(Random random, Zone zone) {
        var records =
                zone.records().stream()
                        .filter(r -> !Made.is(r.getType()) && r.getType() != Type.SOA)
                        .toList();
        var chosen = records.get(random.nextInt(records.size()));
        var draft = new Draft(zone);
        if (random.nextInt(2) == 0) {
            draft.remove(chosen.getName(), chosen.getType());
        } else {
            var other = records.get(random.nextInt(records.size())).getName();
            draft.add(chosen.withName(random.nextInt(3) == 0 ? below(other) : other));
        }
        try {
            var wanted = draft.difference();
            return wanted == null || zone.apply(wanted).size() == 0 ? null : wanted;
        } catch (ZoneFault impossible) {
            return null;
        }
    }

    private static Name below(Name name) {
        return Name.fromConstantString("new." + name);
    }

    /** All but serial numbers and signatures themselves: which sets are signed, and the chain. */
    private static Set<String> told(Zone zone) {
        var told = new TreeSet<String>();
        for (var record : zone) {
            told.add(
                    switch (record) {
                        case SOARecord soa -> "SOA " + soa.getTTL();
                        case RRSIGRecord it ->
                                "%s %d RRSIG %d %d"
                                        .formatted(
                                                it.getName(),
                                                it.getTTL(),
                                                it.getTypeCovered(),
                                                it.getLabels());
                        default -> record.toString();
                    });
        }
        return told;
    }

    private static void requireSigned(Zone zone, Instant when) throws DNSSECException {
        var key = TestKeys.key(zone.origin(), SigningAlgorithm.ECDSAP256SHA256).published();
        var count = 0;
        for (var record : zone) {
            if (record instanceof RRSIGRecord signature) {
                var set = zone.records(record.getName(), signature.getTypeCovered());
                DNSSEC.verify(new RRset(set.toArray(Record[]::new)), signature, key, when);
                count++;
            }
        }
        assertThat(count).isGreaterThan(3);
    }

    @ParameterizedTest
    @EnumSource(Denial.class)
    void what_is_signed_well_is_left_alone_by_whoever_looks_into_it(Denial denial)
            throws Exception {
        var signer = signer(Name.fromConstantString("example."), denial);
        var zone = signed(signer, example());
        assertThat(signer.renew(zone, NOW.plusSeconds(60), true)).isNull();
    }

    @Test
    void a_change_signs_no_more_than_it_touches() throws Exception {
        var signer = signer(Name.fromConstantString("example."), Denial.NSEC);
        var zone = signed(signer, example());
        var added = Record.fromString(www(), Type.AAAA, 1, 300, "::1", Name.root);
        var wanted = adding(zone, added);
        var change = Objects.requireNonNull(signer.complete(zone, wanted, NOW.plusSeconds(60)));
        assertThat(change.added().stream().filter(RRSIGRecord.class::isInstance))
                .extracting(it -> it.getName() + " " + ((RRSIGRecord) it).getTypeCovered())
                .containsExactlyInAnyOrder(
                        "example. " + Type.SOA,
                        "www.example. " + Type.AAAA,
                        "www.example. " + Type.NSEC);
    }

    private static Name www() {
        return Name.fromConstantString("www.example.");
    }

    @Test
    void a_signature_has_the_ttl_of_its_set() throws Exception {
        var zone = signed(signer(example().origin(), Denial.NSEC), example());
        var read = MasterFile.read(zone.origin(), MasterFile.write(zone));
        assertThat(List.of(zone, read))
                .allSatisfy(it ->
                        assertThat(it.records(www(), Type.RRSIG))
                                .extracting(
                                        r -> ((RRSIGRecord) r).getTypeCovered() + " " + r.getTTL())
                                .containsExactlyInAnyOrder("1 300", "16 60", "47 60"));
    }

    @Test
    void what_ends_soon_is_signed_anew_and_nothing_else() throws Exception {
        var signer = signer(example().origin(), Denial.NSEC3);
        var zone = signed(signer, example());
        var due = Objects.requireNonNull(signer.due(zone));
        assertThat(due).isBetween(NOW.plus(Duration.ofDays(8)), NOW.plus(Duration.ofDays(9)));
        assertThat(signer.renew(zone, due.minusSeconds(1), false)).isNull();
        var renewed = applied(zone, signer.renew(zone, due, false));
        assertThat(renewed.soa().getSerial()).isEqualTo(zone.soa().getSerial() + 1);
        requireSigned(renewed, due);
        assertThat(signer.due(renewed)).isAfter(due);
        var late = NOW.plus(Duration.ofDays(9)).plusSeconds(1);
        var all = applied(renewed, signer.renew(renewed, late, false));
        requireSigned(all, late.plus(Duration.ofDays(8)));
    }

    @Test
    void signatures_that_do_not_fit_are_found_when_they_are_looked_into() throws Exception {
        var signer = signer(example().origin(), Denial.NSEC);
        var zone = signed(signer, example());
        var text = MasterFile.write(zone).replace("127.0.0.2", "127.0.0.3");
        var edited = MasterFile.read(zone.origin(), text);
        assertThat(signer.renew(edited, NOW, false)).isNull();
        requireSigned(applied(edited, signer.renew(edited, NOW, true)), NOW);
    }

    @Test
    void a_master_file_without_signatures_takes_the_place_of_one_with_them() throws Exception {
        var signer = signer(example().origin(), Denial.NSEC3);
        var zone = signed(signer, example());
        var wanted = MasterFile.read(zone.origin(), ZONE + "new 300 A 127.0.0.4\n");
        var change = signer.complete(zone, between(zone, wanted), NOW);
        var next = applied(zone, change);
        requireSigned(next, NOW);
        assertThat(told(next)).isEqualTo(told(anew(signer, next)));
        assertThat(next.records(Name.fromConstantString("new.example."), Type.A)).hasSize(1);
    }

    private static Difference between(Zone zone, Zone wanted) {
        return Objects.requireNonNull(Draft.between(zone, wanted));
    }

    @Test
    void nobody_else_makes_keys_for_a_signed_zone() throws Exception {
        var signer = signer(example().origin(), Denial.NSEC);
        var zone = signed(signer, example());
        var other = SigningKey.generate(zone.origin(), SigningAlgorithm.ED25519).published();
        assertThatThrownBy(() -> signer.complete(zone, adding(zone, other), NOW))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining("DNSKEY");
    }

    @ParameterizedTest
    @EnumSource(Denial.class)
    void another_way_to_deny_takes_the_place_of_the_first(Denial denial) throws Exception {
        var origin = example().origin();
        var first = signed(signer(origin, denial), example());
        var other = signer(origin, denial == Denial.NSEC ? Denial.NSEC3 : Denial.NSEC);
        var next = signed(other, first);
        assertThat(told(next)).isEqualTo(told(anew(other, next)));
        requireSigned(next, NOW);
    }

    @Test
    void keys_of_two_kinds_share_the_work() throws Exception {
        var origin = example().origin();
        var entry = TestKeys.key(origin, SigningAlgorithm.ECDSAP256SHA256);
        var it = SigningKey.generate(origin, SigningAlgorithm.ECDSAP256SHA256);
        var plain =
                new SigningKey(
                        new org.xbill.DNS.DNSKEYRecord(
                                origin, 1, 0, 256, 3, 13, it.published().getKey()),
                        it.secret());
        var keys = new ArrayList<>(List.of(entry, plain));
        var zone = signed(new ZoneSigner(origin, keys, Denial.NSEC, TestKeys.VALIDITY), example());
        for (var record : zone) {
            if (record instanceof RRSIGRecord signature) {
                var type = signature.getTypeCovered();
                var isForParent = List.of(Type.DNSKEY, Type.CDS, Type.CDNSKEY).contains(type);
                assertThat(signature.getFootprint())
                        .as(Type.string(type))
                        .isEqualTo(isForParent ? entry.tag() : plain.tag());
            }
        }
    }
}
