package io.labnet.dns.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Evidence;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class RecordCacheTest {
    private static final Name GAIA = Name.fromConstantString("gaia.cs.umass.edu.");
    private static final Question GAIA_A = new Question(GAIA, Type.A);
    private static final Question GAIA_MX = new Question(GAIA, Type.MX);

    private final MutableClock clock = MutableClock.epochUTC();
    private final RecordCache cache = new RecordCache(3, clock);

    private static Record a(String name, long ttl, String address) throws IOException {
        return Record.fromString(
                Name.fromString(name, Name.root), Type.A, DClass.IN, ttl, address, Name.root);
    }

    private static SOARecord soa(long ttl, long minimum) {
        var edu = Name.fromConstantString("edu.");
        return new SOARecord(edu, DClass.IN, ttl, edu, edu, 1, 2, 3, 4, minimum);
    }

    private void keep(Record record, Credibility credibility) {
        cache.keep(List.of(record), credibility, cache.flushes());
    }

    private List<String> data(Question question) {
        return data(cache.find(question));
    }

    private static List<String> data(Known known) {
        return switch (known) {
            case Known.Records(var records) -> text(records);
            case Known.Alias(var records, _) -> text(records);
            case Known.TooLong _, Known.NoSuchName _, Known.NoData _, Known.Nothing _ -> List.of();
        };
    }

    private static List<String> text(List<Record> records) {
        return records.stream().map(r -> r.getTTL() + " " + r.rdataToString()).toList();
    }

    @Test
    void ttls_count_down_and_then_all_is_forgotten() throws Exception {
        keep(a("gaia.cs.umass.edu", 300, "127.80.0.2"), Credibility.ANSWER);
        assertThat(data(GAIA_A)).containsExactly("300 127.80.0.2");
        clock.add(Duration.ofSeconds(299));
        assertThat(data(GAIA_A)).containsExactly("1 127.80.0.2");
        clock.add(Duration.ofSeconds(1));
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.Nothing.class);
        assertThat(cache.entries()).isEmpty();
    }

    @Test
    void a_ttl_of_zero_and_one_beyond_all_reason_are_not_kept() throws Exception {
        keep(a("gaia.cs.umass.edu", 0, "127.80.0.2"), Credibility.ANSWER);
        // Nobody can write such a TTL, but it can come over the wire.
        var wire = a("gaia.cs.umass.edu", 0, "127.80.0.2").toWire(Section.ANSWER);
        wire[GAIA.length() + 4] = (byte) 0x80;
        keep(Record.fromWire(wire, Section.ANSWER), Credibility.ANSWER);
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.Nothing.class);
    }

    @Test
    void who_is_told_of_nothing_first_is_told_the_same_ttl_as_those_after() {
        var told = cache.keepNoSuchName(GAIA, soa(86_400, 60), cache.flushes());
        assertThat(told.getTTL()).isEqualTo(60);
        assertThat(cache.find(GAIA_A)).isEqualTo(new Known.NoSuchName(told));
        var longer = cache.keepNoData(GAIA_MX, soa(86_400, 86_400), cache.flushes());
        assertThat(longer.getTTL()).isEqualTo(CacheLimits.USUAL.negativeMax().toSeconds());
    }

    @Test
    void limits_that_cannot_be_are_refused() {
        var usual = CacheLimits.USUAL;
        var day = Duration.ofDays(1);
        assertThatThrownBy(() -> CacheLimits.ofEntries(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CacheLimits(1, 1, day, Duration.ofHours(1), day, day))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CacheLimits(1, 0, usual.ttlMin(), day, day, day))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_is_kept_longer_than_a_day() throws Exception {
        keep(a("gaia.cs.umass.edu", 9_999_999, "127.80.0.2"), Credibility.ANSWER);
        assertThat(data(GAIA_A)).containsExactly("86400 127.80.0.2");
    }

    @Test
    void glue_leads_the_way_but_is_never_an_answer() throws Exception {
        keep(a("gaia.cs.umass.edu", 300, "127.80.0.2"), Credibility.GLUE);
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.Nothing.class);
        assertThat(cache.hints(GAIA, Type.A)).hasSize(1);
    }

    @Test
    void the_more_credible_stays() throws Exception {
        keep(a("gaia.cs.umass.edu", 300, "127.80.0.2"), Credibility.ANSWER);
        keep(a("gaia.cs.umass.edu", 300, "127.66.6.6"), Credibility.GLUE);
        assertThat(data(GAIA_A)).containsExactly("300 127.80.0.2");
        clock.add(Duration.ofMinutes(5));
        keep(a("gaia.cs.umass.edu", 300, "127.80.0.3"), Credibility.GLUE);
        keep(a("gaia.cs.umass.edu", 300, "127.80.0.4"), Credibility.ANSWER);
        assertThat(data(GAIA_A)).containsExactly("300 127.80.0.4");
    }

    @Test
    void no_data_is_about_one_type_and_lasts_for_the_soa_minimum() throws Exception {
        cache.keepNoData(GAIA_MX, soa(900, 60), cache.flushes());
        keep(a("gaia.cs.umass.edu", 300, "127.80.0.2"), Credibility.ANSWER);
        clock.add(Duration.ofSeconds(20));
        assertThat(cache.find(GAIA_MX))
                .isInstanceOfSatisfying(
                        Known.NoData.class,
                        none -> assertThat(none.soa()).matches(s -> s.getTTL() == 40));
        assertThat(data(GAIA_A)).isNotEmpty();
        clock.add(Duration.ofSeconds(40));
        assertThat(cache.find(GAIA_MX)).isInstanceOf(Known.Nothing.class);
    }

    @Test
    void a_missing_name_is_missing_for_all_types_until_something_shows_up() throws Exception {
        cache.keepNoSuchName(GAIA, soa(30, 900), cache.flushes());
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.NoSuchName.class);
        assertThat(cache.find(GAIA_MX)).isInstanceOf(Known.NoSuchName.class);
        keep(a("gaia.cs.umass.edu", 300, "127.80.0.2"), Credibility.ANSWER);
        assertThat(cache.find(GAIA_MX)).isInstanceOf(Known.Nothing.class);
    }

    @Test
    void glue_does_not_bring_a_missing_name_back() throws Exception {
        cache.keepNoSuchName(GAIA, soa(30, 900), cache.flushes());
        keep(a("gaia.cs.umass.edu", 300, "127.66.6.6"), Credibility.GLUE);
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.NoSuchName.class);
    }

    @Test
    void an_alias_is_found_whatever_is_asked() throws Exception {
        var alias = Record.fromString(GAIA, Type.CNAME, DClass.IN, 60, "www.umass.edu.", Name.root);
        keep(alias, Credibility.ANSWER);
        assertThat(data(GAIA_A)).containsExactly("60 www.umass.edu.");
        assertThat(data(GAIA_MX)).containsExactly("60 www.umass.edu.");
    }

    @Test
    void what_is_used_often_outlives_a_flood_of_names_that_are_used_once() throws Exception {
        keep(a("gaia.cs.umass.edu", 300, "127.80.0.2"), Credibility.ANSWER);
        for (int i = 0; i < 1000; i++) {
            assertThat(data(GAIA_A)).isNotEmpty();
            keep(a("random" + i + ".edu", 300, "127.0.0.1"), Credibility.ANSWER);
        }
        assertThat(cache.size()).isLessThanOrEqualTo(3);
    }

    @Test
    void what_was_asked_for_before_a_flush_is_not_kept_after_it() throws Exception {
        var asOf = cache.flushes();
        cache.flush(new Flush(GAIA, null, false));
        cache.keep(List.of(a("gaia.cs.umass.edu", 300, "127.80.0.2")), Credibility.ANSWER, asOf);
        cache.keepNoSuchName(GAIA, soa(30, 30), asOf);
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.Nothing.class);
    }

    // --- Ranking of data (RFC 2181 section 5.4.1) ---

    @Test
    void each_kind_of_data_gives_way_to_the_more_credible_and_to_its_like() throws Exception {
        var ranking =
                List.of(
                        List.of(Credibility.GLUE, Credibility.REFERRAL, Credibility.ADDITIONAL),
                        List.of(Credibility.RELAYED),
                        List.of(Credibility.AUTHORITY),
                        List.of(Credibility.ANSWER));
        for (int old = 0; old < ranking.size(); old++) {
            for (int next = 0; next < ranking.size(); next++) {
                for (var first : ranking.get(old)) {
                    for (var second : ranking.get(next)) {
                        var fresh = new RecordCache(3, clock);
                        fresh.keep(List.of(a("x.edu", 60, "127.0.0.1")), first, 0);
                        fresh.keep(List.of(a("x.edu", 60, "127.0.0.2")), second, 0);
                        assertThat(fresh.hints(Name.fromString("x.edu."), Type.A))
                                .as(first + " then " + second)
                                .singleElement()
                                .extracting(Record::rdataToString)
                                .isEqualTo(next >= old ? "127.0.0.2" : "127.0.0.1");
                    }
                }
            }
        }
    }

    @Test
    void what_only_came_along_is_told_to_nobody() throws Exception {
        for (var worth : Credibility.values()) {
            var fresh = new RecordCache(3, clock);
            fresh.keep(List.of(a("x.edu", 60, "127.0.0.1")), worth, 0);
            var isTold = fresh.find(question("x.edu", Type.A)) instanceof Known.Records;
            assertThat(isTold)
                    .as(worth.name())
                    .isEqualTo(
                            worth == Credibility.RELAYED
                                    || worth == Credibility.AUTHORITY
                                    || worth == Credibility.ANSWER);
        }
    }

    @Test
    void a_zone_cannot_make_its_delegation_last_longer_than_the_zone_above_said() throws Exception {
        keep(record("umass.edu 600 NS ns.umass.edu."), Credibility.REFERRAL);
        clock.add(Duration.ofSeconds(500));
        keep(record("umass.edu 600 NS ns2.umass.edu."), Credibility.AUTHORITY);
        var umass = Name.fromString("umass.edu.");
        assertThat(cache.hints(umass, Type.NS))
                .singleElement()
                .matches(ns -> ns.getTTL() == 100 && ns.rdataToString().startsWith("ns2"));
        keep(record("umass.edu 600 NS ns2.umass.edu."), Credibility.ANSWER);
        clock.add(Duration.ofSeconds(100));
        assertThat(cache.hints(umass, Type.NS)).isEmpty();
    }

    // --- What is above a name ---

    @Test
    void below_a_name_that_does_not_exist_there_is_nothing() throws Exception {
        cache.keepNoSuchName(Name.fromString("umass.edu."), soa(30, 900), cache.flushes());
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.NoSuchName.class);
        assertThat(cache.find(question("poly.edu", Type.A))).isInstanceOf(Known.Nothing.class);
        // Not where somebody else is asked about a part of it.
        assertThat(cache.find(GAIA_A, Name.fromString("cs.umass.edu.")))
                .isInstanceOf(Known.Nothing.class);
        keep(a("www.umass.edu", 300, "127.80.0.2"), Credibility.ANSWER);
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.Nothing.class);
    }

    @Test
    void a_dname_above_makes_an_alias_of_each_name_below() throws Exception {
        keep(record("cs.umass.edu 60 DNAME cs.poly.edu."), Credibility.ANSWER);
        assertThat(cache.find(GAIA_A))
                .isInstanceOfSatisfying(
                        Known.Alias.class,
                        alias -> {
                            assertThat(alias.target()).hasToString("gaia.cs.poly.edu.");
                            assertThat(alias.records()).hasSize(2);
                        });
        assertThat(cache.find(new Question(GAIA, Type.CNAME))).isInstanceOf(Known.Records.class);
        assertThat(cache.find(question("cs.umass.edu", Type.A))).isInstanceOf(Known.Nothing.class);
    }

    // --- Time ---

    @Test
    void what_is_stale_is_still_at_hand_for_a_while() throws Exception {
        keep(a("gaia.cs.umass.edu", 60, "127.80.0.2"), Credibility.ANSWER);
        clock.add(Duration.ofSeconds(61));
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.Nothing.class);
        assertThat(data(cache.findStale(GAIA_A, Name.root).known()))
                .containsExactly("30 127.80.0.2");
        clock.add(Duration.ofDays(1));
        assertThat(cache.findStale(GAIA_A, Name.root).known()).isInstanceOf(Known.Nothing.class);
    }

    @Test
    void ttls_are_kept_within_limits_and_who_keeps_is_told() throws Exception {
        var minute = Duration.ofMinutes(1);
        var hour = Duration.ofHours(1);
        var limits = new CacheLimits(3, 1 << 20, minute, hour, minute, hour);
        var clamping = new RecordCache(limits, clock);
        assertThat(clamping.keep(List.of(a("x.edu", 0, "127.0.0.1")), Credibility.ANSWER, 0))
                .allMatch(record -> record.getTTL() == 60);
        assertThat(clamping.keep(List.of(a("y.edu", 9999, "127.0.0.1")), Credibility.ANSWER, 0))
                .allMatch(record -> record.getTTL() == 3600);
        clamping.keepNoSuchName(GAIA, soa(900, 900), 0);
        assertThat(clamping.entries())
                .extracting(CacheEntry::ttlSeconds)
                .containsExactlyInAnyOrder(60L, 60L, 3600L);
    }

    @Test
    void only_what_lasted_for_a_while_ages() throws Exception {
        keep(a("gaia.cs.umass.edu", 100, "127.80.0.2"), Credibility.ANSWER);
        keep(a("short.edu", 9, "127.80.0.2"), Credibility.ANSWER);
        clock.add(Duration.ofSeconds(8));
        assertThat(cache.isAgeing(question("short.edu", Type.A))).isFalse();
        clock.add(Duration.ofSeconds(81));
        assertThat(cache.isAgeing(GAIA_A)).isFalse();
        clock.add(Duration.ofSeconds(1));
        assertThat(cache.isAgeing(GAIA_A)).isTrue();
        clock.add(Duration.ofSeconds(10));
        assertThat(cache.isAgeing(GAIA_A)).isFalse();
    }

    // --- Flushes ---

    @Test
    void a_name_a_type_or_a_subtree_can_be_forgotten() throws Exception {
        var many = new RecordCache(100, clock);
        var follower = many.follower();
        for (var each : List.of(many, follower)) {
            for (var name : List.of("umass.edu", "cs.umass.edu", "poly.edu")) {
                each.keep(List.of(a(name, 60, "127.0.0.1")), Credibility.ANSWER, each.flushes());
                each.keep(
                        List.of(record(name + " 60 MX 10 mail.edu.")),
                        Credibility.ANSWER,
                        each.flushes());
            }
        }
        var umass = Name.fromString("umass.edu.");
        many.flush(new Flush(umass, Type.MX, false));
        assertThat(names(many)).hasSize(5).contains("umass.edu. 1").doesNotContain("umass.edu. 15");
        assertThat(names(follower)).isEqualTo(names(many));
        many.flush(new Flush(umass, null, true));
        assertThat(names(many)).containsExactly("poly.edu. 1", "poly.edu. 15");
        assertThat(many.flushes()).isEqualTo(2);
    }

    @Test
    void with_a_name_goes_what_denies_it() throws Exception {
        cache.keepNoSuchName(Name.fromString("umass.edu."), soa(30, 900), cache.flushes());
        cache.flush(new Flush(GAIA, Type.A, false));
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.Nothing.class);
    }

    // --- Memory ---

    @Test
    void memory_is_bounded_also_when_there_are_few_but_large_sets() throws Exception {
        var day = Duration.ofDays(1);
        var limits = new CacheLimits(10_000, 200_000, Duration.ZERO, day, day, day);
        var small = new RecordCache(limits, clock);
        var text = "\"" + "x".repeat(200) + "\" ";
        for (int i = 0; i < 200; i++) {
            var large = record("n" + i + ".edu 60 TXT " + text.repeat(20));
            small.keep(List.of(large), Credibility.ANSWER, 0);
        }
        assertThat(small.bytes()).isBetween(100_000L, 200_000L);
        assertThat(small.size()).isLessThan(50);
    }

    @Test
    void what_denies_a_name_takes_memory_too() {
        var label = "x".repeat(63);
        var deep = Name.fromConstantString(String.join(".", label, label, label, "edu."));
        var soa = new SOARecord(deep, DClass.IN, 60, deep, deep, 1, 2, 3, 4, 60);
        assertThat(new Kept(List.of(), soa, Credibility.ANSWER, Evidence.NONE, 0, 60).bytes(GAIA_A))
                .isGreaterThan(2 * 3 * deep.length());
    }

    @Test
    void many_threads_read_and_keep_at_a_time() throws Exception {
        var shared = new RecordCache(1000, clock);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var work =
                    IntStream.range(0, 4)
                            .mapToObj(t -> threads.submit(() -> keepAndFind(shared, t)))
                            .toList();
            for (var done : work) {
                done.get();
            }
        }
        assertThat(shared.size()).isLessThanOrEqualTo(1000);
    }

    private static int keepAndFind(RecordCache shared, int thread) throws IOException {
        var found = 0;
        for (int i = 0; i < 2000; i++) {
            var name = "n" + i % 50 + ".edu";
            if (i % 500 == thread * 100) {
                shared.flush(_ -> true);
            }
            var address = "127.0." + thread + ".";
            shared.keep(
                    List.of(a(name, 60, address + 1), a(name, 60, address + 2)),
                    Credibility.ANSWER,
                    shared.flushes());
            // One whole set of whichever thread, or none: never a mixture.
            if (shared.find(question(name, Type.A)) instanceof Known.Records(var records)) {
                assertThat(records.stream().map(r -> r.rdataToString().substring(0, 8)).distinct())
                        .hasSize(1);
                assertThat(records).hasSize(2);
                found++;
            }
        }
        return found;
    }

    private static List<String> names(RecordCache cache) {
        return cache.entries().stream().map(e -> e.name() + " " + e.type()).toList();
    }

    private static Question question(String name, int type) {
        return new Question(Name.fromConstantString(name + "."), type);
    }

    private static Record record(String text) throws IOException {
        var parts = text.split(" ", 4);
        var name = Name.fromString(parts[0], Name.root);
        var ttl = Long.parseLong(parts[1]);
        return Record.fromString(name, Type.value(parts[2]), DClass.IN, ttl, parts[3], Name.root);
    }
}
