package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.cache.CacheLimits;
import io.labnet.dns.cache.Flush;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Question;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.validator.Evidence;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What BIND's tools have signed and NSD serves is asked for once, and much of it not at all. */
class AggressiveUseTest {
    private static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final String RECORDS =
            """
            b 300 IN A 127.80.0.2
            d.c 300 IN A 127.80.0.3
            *.e 300 IN A 127.80.0.4
            a.e 300 IN MX 10 b
            *.f 30 IN CNAME b
            g 300 IN DNAME e
            h 300 IN NS ns
            """;

    @TempDir static Path folder;
    private static SignedHierarchy world;

    private RecordCache cache;
    private Resolver resolver;

    @BeforeAll
    static void open() throws Exception {
        world = new SignedHierarchy(folder);
        world.with(world.signed("umass", RECORDS))
                .with(world.signed("hashed", RECORDS, "-3", "-"))
                .with(world.signed("optout", RECORDS, "-3", "-", "-A"));
        world.open();
    }

    @BeforeEach
    void newcomer() {
        cache = new RecordCache(CacheLimits.USUAL, world.internet.clock);
        resolver = resolver(cache);
    }

    private static Resolver resolver(RecordCache cache) {
        var root = SignedHierarchy.ROOT;
        return world.internet.validating(cache, world.validation(), root);
    }

    @AfterAll
    static void close() throws Exception {
        world.close();
    }

    private static Outcome outcome(Resolver resolver, String name, int type) throws Exception {
        var question = new Question(Name.fromString(name, Name.root), type);
        return resolver.remembered(question, CLIENT)
                .orElseGet(() -> resolver.resolve(question, CLIENT));
    }

    private String ask(String name, int type) throws Exception {
        return text(outcome(resolver, name, type));
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answer(var records) -> "answer" + text(records);
            case Outcome.NoSuchName(var aliases, _) -> "no such name" + text(aliases);
            case Outcome.NoData(var aliases, _) -> "no data" + text(aliases);
            case Outcome.TooLong _ -> "too long";
            case Outcome.Failed(var trouble) -> "failed: " + trouble.reason();
            case Outcome.Judged(var inner, Evidence evidence) ->
                    text(inner) + " " + evidence.security();
            case Outcome.Noted(var inner, _) -> text(inner);
        };
    }

    private static String text(List<Record> records) {
        var text = new StringBuilder();
        records.forEach(r -> text.append(' ').append(r.getName()).append(r.rdataToString()));
        return text.toString();
    }

    private static boolean isInferred(Outcome outcome) {
        return outcome instanceof Outcome.Judged(Outcome.Noted(_, var note), _)
                && note.code() == ExtendedErrorCodeOption.SYNTHESIZED;
    }

    private static double asked() {
        return world.internet.counted("upstream-queries");
    }

    /** That a question is answered so, and nobody asked for it. */
    private void infers(String name, int type, String expected) throws Exception {
        var before = asked();
        var outcome = outcome(resolver, name, type);
        assertThat(text(outcome)).isEqualTo(expected);
        assertThat(isInferred(outcome)).isTrue();
        assertThat(asked()).isEqualTo(before);
    }

    private void asks(String name, int type, String expected) throws Exception {
        var before = asked();
        var outcome = outcome(resolver, name, type);
        assertThat(text(outcome)).isEqualTo(expected);
        assertThat(isInferred(outcome)).isFalse();
        assertThat(asked()).isGreaterThan(before);
    }

    @Test
    void a_gap_is_asked_about_once() throws Exception {
        asks("ba.umass.edu", Type.A, "no such name SECURE");
        infers("bb.umass.edu", Type.A, "no such name SECURE");
        infers("x.y.bc.umass.edu", Type.TXT, "no such name SECURE");
        assertThat(resolver.counts().inferred()).isEqualTo(2);
        asks("dd.umass.edu", Type.A, "no such name SECURE");
    }

    @Test
    void what_a_name_has_not_got_is_inferred_from_what_it_has() throws Exception {
        asks("b.umass.edu", Type.MX, "no data SECURE");
        infers("b.umass.edu", Type.TXT, "no data SECURE");
        infers("c.umass.edu", Type.A, "no data SECURE");
        infers("c.umass.edu", Type.MX, "no data SECURE");
        asks("b.umass.edu", Type.A, "answer b.umass.edu.127.80.0.2 SECURE");
    }

    @Test
    void wildcards_stand_for_more_than_was_asked() throws Exception {
        asks("x.e.umass.edu", Type.A, "answer x.e.umass.edu.127.80.0.4 SECURE");
        infers("y.e.umass.edu", Type.A, "answer y.e.umass.edu.127.80.0.4 SECURE");
        infers("y.z.e.umass.edu", Type.A, "answer y.z.e.umass.edu.127.80.0.4 SECURE");
        asks("a.e.umass.edu", Type.A, "no data SECURE");
        asks("x.e.umass.edu", Type.MX, "no data SECURE");
        infers("y.e.umass.edu", Type.MX, "no data SECURE");
        asks("b.umass.edu", Type.A, "answer b.umass.edu.127.80.0.2 SECURE");
        var alias = ".umass.edu.b.umass.edu. b.umass.edu.127.80.0.2 SECURE";
        asks("x.f.umass.edu", Type.A, "answer x.f" + alias);
        infers("y.f.umass.edu", Type.A, "answer y.f" + alias);
    }

    @Test
    void hashes_deny_as_well_but_not_where_some_have_opted_out() throws Exception {
        for (int n = 0; n < 40; n++) {
            ask("n" + n + ".hashed.edu", Type.A);
            ask("n" + n + ".optout.edu", Type.A);
        }
        infers("nobody.hashed.edu", Type.A, "no such name SECURE");
        infers("x.nobody.hashed.edu", Type.A, "no such name SECURE");
        asks("nobody.optout.edu", Type.A, "no such name INSECURE");
        ask("e.hashed.edu", Type.A);
        asks("x.e.hashed.edu", Type.A, "answer x.e.hashed.edu.127.80.0.4 SECURE");
        infers("y.e.hashed.edu", Type.A, "answer y.e.hashed.edu.127.80.0.4 SECURE");
    }

    @Test
    void it_lasts_as_long_as_denials_do_and_no_longer() throws Exception {
        ask("ba.umass.edu", Type.A);
        world.internet.clock.add(Duration.ofSeconds(59));
        infers("bb.umass.edu", Type.A, "no such name SECURE");
        if (outcome(resolver, "bc.umass.edu", Type.A)
                instanceof Outcome.Judged(Outcome.Noted(Outcome.NoSuchName none, _), var proof)) {
            assertThat(none.soa()).isNotNull().extracting(Record::getTTL).isEqualTo(1L);
            assertThat(proof.denial()).extracting(Record::getTTL).containsOnly(1L);
        }
        world.internet.clock.add(Duration.ofSeconds(1));
        asks("bb.umass.edu", Type.A, "no such name SECURE");
        ask("x.f.umass.edu", Type.CNAME);
        world.internet.clock.add(Duration.ofSeconds(30));
        asks("y.f.umass.edu", Type.CNAME, "answer y.f.umass.edu.b.umass.edu. SECURE");
    }

    @Test
    void a_flush_of_anything_is_a_fresh_start() throws Exception {
        ask("ba.umass.edu", Type.A);
        infers("bb.umass.edu", Type.A, "no such name SECURE");
        var other = Name.fromConstantString("gaia.umass.edu.");
        cache.flush(new Flush(other, null, false));
        asks("bc.umass.edu", Type.A, "no such name SECURE");
    }

    private static List<Question> questions() throws Exception {
        var labels = List.of("a", "bb", "c", "e", "f", "g");
        var questions = new ArrayList<Question>();
        for (var zone : List.of("umass.edu.", "hashed.edu.", "optout.edu.")) {
            for (var type : List.of(Type.A, Type.MX, Type.DS, Type.CNAME)) {
                questions.add(new Question(Name.fromString(zone), type));
                for (var one : labels) {
                    questions.add(new Question(Name.fromString(one + "." + zone), type));
                    for (var two : labels) {
                        var name = Name.fromString(two + "." + one + "." + zone);
                        questions.add(new Question(name, type));
                    }
                }
            }
        }
        return questions;
    }

    /** In whatever order one asks, one is told what who asks each time is told. */
    @Test
    void what_is_inferred_is_what_the_servers_say() throws Exception {
        var limits = CacheLimits.USUAL.withDenials(0);
        var others = resolver(new RecordCache(limits, world.internet.clock));
        var questions = questions();
        Collections.shuffle(questions, new Random(4711));
        var asked = 0.0;
        var askedByOthers = 0.0;
        for (var question : questions) {
            var before = asked();
            var ours = text(outcome(resolver, question.name().toString(), question.type()));
            var between = asked();
            var theirs = text(outcome(others, question.name().toString(), question.type()));
            assertThat(ours).as(question.text()).isEqualTo(theirs);
            asked += between - before;
            askedByOthers += asked() - between;
        }
        assertThat(others.counts().inferred()).isZero();
        assertThat(resolver.counts().inferred()).isGreaterThan(250);
        assertThat(asked).isLessThan(askedByOthers * 0.7);
    }
}
