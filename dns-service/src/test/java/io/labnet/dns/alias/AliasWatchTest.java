package io.labnet.dns.alias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.alias.AddressLookup.Answer;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.dnssec.TestKeys;
import io.labnet.dns.zone.Alias;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.ZoneTemplate;
import io.labnet.dns.zone.Zones;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** ALIAS records of zones, with a resolver that says what it is told, in virtual time. */
class AliasWatchTest {
    private static final Name SHOP = Name.fromConstantString("shop.");
    private static final Name CDN = Name.fromConstantString("cdn.example.");
    private static final String ZONE =
            """
            @ 300 SOA ns root 1 60 60 3600 60
            @ 300 NS ns
            ns 300 A 127.0.0.1
            @ 120 ALIAS cdn.example.
            """;
    private static final AliasTerms TERMS =
            new AliasTerms(
                    Duration.ofSeconds(5),
                    Duration.ofHours(1),
                    Duration.ofSeconds(30),
                    Duration.ofHours(2));

    @TempDir Path folder;
    private final MutableClock clock = MutableClock.epochUTC();
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private SignedZones signed;
    private Zones zones;
    private AliasWatch watch;
    private int failures;

    @BeforeEach
    void open() throws Exception {
        clock.add(Duration.ofDays(20_000));
        signed = new SignedZones(folder.resolve("dnssec"), TestKeys.VALIDITY, clock, null);
        var files = new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root));
        zones = new Zones(files, Alias.before(signed));
        watch = new AliasWatch(zones, this::look, TERMS, clock, () -> failures++);
        zones.watch(watch::changed);
        assertThat(zones.create(zone(ZONE))).isInstanceOf(Change.Done.class);
    }

    private static Zone zone(String text) throws ZoneFault {
        return MasterFile.read(SHOP, text);
    }

    private Answer look(Name name, int type) {
        var question = name + " " + Type.string(type);
        asked.add(question);
        return answers.getOrDefault(question, new Answer.Known(List.of(), Duration.ofSeconds(60)));
    }

    private void answer(int type, int ttl, String... addresses) throws Exception {
        var records = new ArrayList<Record>();
        for (var address : addresses) {
            records.add(Record.fromString(CDN, type, DClass.IN, ttl, address, Name.root));
        }
        var known = new Answer.Known(records, Duration.ofSeconds(ttl));
        answers.put(CDN + " " + Type.string(type), known);
    }

    private void fails() {
        answers.put(CDN + " A", new Answer.Unknown("SERVFAIL"));
    }

    private void work() {
        for (int i = 0; watch.step(); i++) {
            assertThat(i).as("it comes to rest").isLessThan(20);
        }
    }

    private Zone now() {
        return Objects.requireNonNull(zones.zone(SHOP));
    }

    private List<String> told(int type) {
        return now().records(SHOP, type).stream().map(Record::rdataToString).sorted().toList();
    }

    @Test
    void a_name_has_the_addresses_of_the_other_until_their_ttl_has_passed() throws Exception {
        answer(Type.A, 60, "10.0.0.1", "10.0.0.2");
        answer(Type.AAAA, 600, "2001:db8:0:0:0:0:0:1");
        work();
        assertThat(told(Type.A)).containsExactly("10.0.0.1", "10.0.0.2");
        assertThat(told(Type.AAAA)).containsExactly("2001:db8:0:0:0:0:0:1");
        assertThat(now().records(SHOP, Type.A).getFirst().getTTL()).isEqualTo(120);
        answer(Type.A, 60, "10.0.0.3");
        var serial = now().soa().getSerial();
        clock.add(Duration.ofSeconds(59));
        work();
        assertThat(told(Type.A)).hasSize(2);
        assertThat(asked).hasSize(2);
        clock.add(Duration.ofSeconds(1));
        work();
        assertThat(told(Type.A)).containsExactly("10.0.0.3");
        assertThat(now().soa().getSerial()).isEqualTo(serial + 1);
        clock.add(Duration.ofSeconds(60));
        work();
        assertThat(asked).hasSize(6);
        assertThat(now().soa().getSerial()).as("nothing new, no new version").isEqualTo(serial + 1);
    }

    @Test
    void short_and_long_ttls_have_bounds() throws Exception {
        answer(Type.A, 0, "10.0.0.1");
        work();
        clock.add(Duration.ofSeconds(4));
        work();
        assertThat(asked).hasSize(2);
        clock.add(Duration.ofSeconds(1));
        answer(Type.A, 86_400, "10.0.0.1");
        answer(Type.AAAA, 86_400);
        work();
        clock.add(Duration.ofHours(1));
        work();
        assertThat(asked).hasSize(6);
    }

    @Test
    void the_last_answer_is_told_while_looks_fail_but_not_for_ever() throws Exception {
        answer(Type.A, 60, "10.0.0.1");
        work();
        fails();
        clock.add(Duration.ofSeconds(60));
        work();
        assertThat(told(Type.A)).containsExactly("10.0.0.1");
        assertThat(watch.all(SHOP).getFirst().trouble()).isEqualTo("SERVFAIL");
        clock.add(Duration.ofSeconds(30));
        work();
        assertThat(failures).isEqualTo(2);
        clock.add(Duration.ofHours(2));
        work();
        assertThat(told(Type.A)).isEmpty();
        answer(Type.A, 60, "10.0.0.2");
        clock.add(Duration.ofSeconds(30));
        work();
        assertThat(told(Type.A)).containsExactly("10.0.0.2");
        assertThat(watch.all(SHOP).getFirst().failingSince()).isNull();
    }

    @Test
    void what_is_no_more_has_no_addresses_any_more() throws Exception {
        answer(Type.A, 60, "10.0.0.1");
        work();
        assertThat(zones.remove(SHOP, SHOP, Alias.TYPE)).isInstanceOf(Change.Done.class);
        assertThat(told(Type.A)).isEmpty();
        work();
        assertThat(watch.all(SHOP)).isEmpty();
        clock.add(Duration.ofHours(1));
        assertThat(watch.step()).isFalse();
    }

    @Test
    void who_gives_a_name_addresses_of_its_own_instead_keeps_them() throws Exception {
        answer(Type.A, 60, "10.0.0.1");
        work();
        zones.change(
                SHOP,
                newest -> {
                    var draft = new Draft(newest);
                    draft.remove(SHOP, Alias.TYPE);
                    draft.remove(SHOP, Type.A);
                    draft.add(
                            newest.records(Name.fromConstantString("ns.shop."), Type.A)
                                    .getFirst()
                                    .withName(SHOP));
                    return draft.difference();
                });
        work();
        assertThat(told(Type.A)).containsExactly("127.0.0.1");
    }

    @Test
    void what_others_put_beside_it_is_put_right() throws Exception {
        answer(Type.A, 60, "10.0.0.1");
        work();
        var ns = now().records(Name.fromConstantString("ns.shop."), Type.A).getFirst();
        assertThat(zones.add(SHOP, ns.withName(SHOP))).isInstanceOf(Change.Done.class);
        assertThat(told(Type.A)).hasSize(2);
        work();
        assertThat(told(Type.A)).containsExactly("10.0.0.1");
    }

    @Test
    void an_answer_to_a_record_that_was_changed_meanwhile_is_not_put() throws Exception {
        var other = Alias.record(SHOP, 120, Name.fromConstantString("other.example."));
        answer(Type.A, 60, "10.0.0.1");
        var changing =
                new AliasWatch(
                        zones,
                        (name, type) -> {
                            zones.change(SHOP, newest -> replaced(newest, other));
                            return look(name, type);
                        },
                        TERMS,
                        clock,
                        () -> {});
        zones.watch(changing::changed);
        changing.changed(now(), SHOP);
        changing.step();
        changing.step();
        assertThat(told(Type.A)).isEmpty();
        assertThat(Alias.target(now().records(SHOP, Alias.TYPE).getFirst()))
                .isEqualTo(Alias.target(other));
    }

    private static @Nullable Difference replaced(Zone newest, Record alias) {
        var draft = new Draft(newest);
        draft.remove(SHOP, Alias.TYPE);
        draft.add(alias);
        return draft.difference();
    }

    @Test
    void the_addresses_of_a_signed_zone_are_signed() throws Exception {
        assertThat(signed.sign(zones, SHOP, SignedZones.Way.USUAL)).isInstanceOf(Change.Done.class);
        answer(Type.A, 60, "10.0.0.1");
        work();
        assertThat(told(Type.A)).containsExactly("10.0.0.1");
        assertThat(told(Type.RRSIG)).anyMatch(signature -> signature.startsWith("A 13 1 120"));
        assertThat(told(Type.NSEC)).anyMatch(nsec -> nsec.contains(" A "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@ 60 ALIAS @", "@ 60 ALIAS other.", "@ 60 TYPE65401 \\# 2 01ff"})
    void what_leads_to_no_one_other_name_is_refused(String line) {
        assertThatThrownBy(() -> zone(ZONE + line)).isInstanceOf(ZoneFault.class);
    }

    @Test
    void a_master_file_keeps_it() throws Exception {
        var text = MasterFile.write(zone(ZONE));
        assertThat(text)
                .contains("TYPE65401\t\\# 13 0363646e076578616d706c6500 ; ALIAS cdn.example.");
        assertThat(Alias.target(zone(text).records(SHOP, Alias.TYPE).getFirst())).isEqualTo(CDN);
    }
}
