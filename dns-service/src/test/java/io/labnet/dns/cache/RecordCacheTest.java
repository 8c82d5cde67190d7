package io.labnet.dns.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
        return cache.find(question) instanceof Known.Records(var records)
                ? records.stream().map(r -> r.getTTL() + " " + r.rdataToString()).toList()
                : List.of();
    }

    @Test
    void ttls_count_down_and_then_all_is_forgotten() throws Exception {
        keep(a("gaia.cs.umass.edu", 300, "127.80.0.2"), Credibility.ANSWER);
        assertThat(data(GAIA_A)).containsExactly("300 127.80.0.2");
        clock.add(Duration.ofSeconds(299));
        assertThat(data(GAIA_A)).containsExactly("1 127.80.0.2");
        clock.add(Duration.ofSeconds(1));
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.Nothing.class);
        assertThat(cache.size()).isZero();
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
    void the_least_used_goes_first_when_it_is_full() throws Exception {
        keep(a("one.edu", 300, "127.0.0.1"), Credibility.ANSWER);
        keep(a("two.edu", 300, "127.0.0.2"), Credibility.ANSWER);
        keep(a("three.edu", 300, "127.0.0.3"), Credibility.ANSWER);
        assertThat(data(new Question(Name.fromString("one.edu."), Type.A))).isNotEmpty();
        keep(a("four.edu", 300, "127.0.0.4"), Credibility.ANSWER);
        assertThat(cache.size()).isEqualTo(3);
        assertThat(data(new Question(Name.fromString("two.edu."), Type.A))).isEmpty();
        assertThat(data(new Question(Name.fromString("one.edu."), Type.A))).isNotEmpty();
    }

    @Test
    void what_was_asked_for_before_a_flush_is_not_kept_after_it() throws Exception {
        var asOf = cache.flushes();
        cache.flush(GAIA::equals);
        cache.keep(List.of(a("gaia.cs.umass.edu", 300, "127.80.0.2")), Credibility.ANSWER, asOf);
        cache.keepNoSuchName(GAIA, soa(30, 30), asOf);
        assertThat(cache.find(GAIA_A)).isInstanceOf(Known.Nothing.class);
    }
}
