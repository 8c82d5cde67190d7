package io.labnet.dns.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Evidence;
import io.labnet.dns.validator.Reason;
import io.labnet.dns.validator.Security;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What is bogus stands apart in the cache. */
class BogusAnswersTest {
    private static final Name EDU = Name.fromConstantString("edu.");
    private static final Question WWW =
            new Question(Name.fromConstantString("www.umass.edu."), Type.A);
    private static final Evidence BOGUS = Evidence.bogus(Reason.noSignature("none"));
    private static final Evidence SECURE = Evidence.of(Security.SECURE, null);

    private final MutableClock clock = MutableClock.epochUTC();
    private final RecordCache cache = new RecordCache(100, clock);
    private final List<Record> set =
            List.of(new ARecord(WWW.name(), DClass.IN, 300, InetAddress.ofLiteral("127.80.0.2")));

    private Security security() {
        return cache.findProved(WWW, Name.root).evidence().security();
    }

    private void keepBogus(Question question, Evidence evidence) {
        var found = new Found(new Known.NoSuchName(null), evidence);
        cache.keepBogus(question, found, cache.flushes());
    }

    @Test
    void it_is_kept_for_a_short_time_and_only_for_who_asks_how_it_is_proved() {
        keepBogus(WWW, BOGUS);
        assertThat(security()).isEqualTo(Security.BOGUS);
        assertThat(cache.find(WWW)).isInstanceOf(Known.Nothing.class);
        clock.add(Duration.ofSeconds(BogusAnswers.SECONDS_MAX));
        assertThat(security()).isEqualTo(Security.INDETERMINATE);
    }

    @Test
    void what_was_not_proved_for_want_of_a_server_is_kept_for_less() {
        keepBogus(WWW, BOGUS.within(1));
        assertThat(security()).isEqualTo(Security.BOGUS);
        clock.add(Duration.ofSeconds(1));
        assertThat(security()).isEqualTo(Security.INDETERMINATE);
    }

    @Test
    void it_displaces_nothing_and_denies_nothing_else() {
        keepBogus(new Question(EDU, Type.A), BOGUS);
        assertThat(cache.findProved(WWW, Name.root).known()).isInstanceOf(Known.Nothing.class);
        cache.keep(set, Credibility.ANSWER, SECURE, cache.flushes());
        keepBogus(WWW, BOGUS);
        assertThat(security()).isEqualTo(Security.SECURE);
    }

    @Test
    void a_flush_forgets_it_too() {
        keepBogus(WWW, BOGUS);
        assertThat(cache.entries())
                .extracting(CacheEntry::security)
                .containsExactly(Security.BOGUS);
        cache.flush(new Flush(EDU, null, true));
        assertThat(security()).isEqualTo(Security.INDETERMINATE);
        assertThat(cache.entries()).isEmpty();
    }

    @Test
    void no_ttl_is_longer_than_its_proof() {
        cache.keep(set, Credibility.ANSWER, SECURE.within(10), cache.flushes());
        assertThat(cache.find(WWW))
                .isInstanceOfSatisfying(
                        Known.Records.class,
                        found -> assertThat(found.records().getFirst().getTTL()).isEqualTo(10));
        clock.add(Duration.ofSeconds(10));
        assertThat(cache.find(WWW)).isInstanceOf(Known.Nothing.class);
    }

    @Test
    void proofs_count_down_with_what_they_prove() {
        var proof = SECURE.with(List.of(), set);
        cache.keep(set, Credibility.ANSWER, proof, cache.flushes());
        clock.add(Duration.ofSeconds(100));
        assertThat(cache.findProved(WWW, Name.root).evidence().denial().getFirst().getTTL())
                .isEqualTo(200);
    }
}
