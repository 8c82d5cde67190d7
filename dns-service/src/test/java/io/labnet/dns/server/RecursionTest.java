package io.labnet.dns.server;

import static io.labnet.dns.server.SmallInternet.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Question;
import io.labnet.dns.message.Reply;
import io.labnet.dns.resolver.Arrow;
import io.labnet.dns.resolver.Conduct;
import io.labnet.dns.resolver.Detour;
import io.labnet.dns.resolver.Limits;
import io.labnet.dns.resolver.LocalData;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.resolver.Step;
import io.labnet.network.Network;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The resolver against real authoritative servers, each on an address of its own. */
class RecursionTest {
    private static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final String ROOT = "127.66.0.1";
    private static final String EDU = "127.66.1.1";
    private static final String COM = "127.66.1.2";
    private static final String UMASS = "127.66.2.1";

    private SmallInternet internet = new SmallInternet();

    RecursionTest() throws Exception {}

    @BeforeEach
    void world() throws Exception {
        internet.serving(
                ROOT,
                ".",
                """
                edu. 600 NS ns.edu.
                ns.edu. 600 A 127.66.1.1
                com. 600 NS ns.com.
                ns.com. 600 A 127.66.1.2
                """);
        internet.serving(
                EDU,
                "edu.",
                """
                umass 600 NS ns.umass
                ns.umass 600 A 127.66.2.1
                lame 600 NS ns.com.
                silent 600 NS a.silent
                silent 600 NS ns.umass
                a.silent 600 A 127.66.2.9
                half 600 NS ns.lame
                half 600 NS ns2.umass
                selfish 600 NS ns.other
                other 600 NS ns.selfish
                """);
        internet.serving(
                COM,
                "com.",
                """
                www 60 CNAME gaia.umass.edu.
                circle 60 CNAME round
                round 60 CNAME circle
                lost 60 CNAME nowhere.umass.edu.
                """);
        internet.serving(
                UMASS,
                "umass.edu.",
                """
                gaia 300 A 127.80.0.2
                nottl 0 A 127.80.0.3
                ns2 300 A 127.66.2.2
                """);
        internet.serving("127.66.2.2", "half.edu.", "www 60 A 127.80.0.4\n");
        internet.open();
    }

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    private static Outcome ask(Resolver resolver, String name, int type) throws Exception {
        return resolver.resolve(new Question(Name.fromString(name, Name.root), type), CLIENT);
    }

    private List<String> steps() {
        return internet.log.newestFirst().getFirst().steps().stream().map(Step::kind).toList();
    }

    private static List<String> data(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answer(var records) ->
                    records.stream().map(r -> r.getTTL() + " " + r.rdataToString()).toList();
            case Outcome.NoSuchName _ -> List.of("no such name");
            case Outcome.NoData _ -> List.of("no data");
            case Outcome.TooLong _ -> List.of("too long");
            case Outcome.Failed(var trouble) -> List.of(trouble.reason());
            case Outcome.Judged(var inner, _) -> data(inner);
            case Outcome.Noted(var inner, _) -> data(inner);
        };
    }

    @Test
    void a_search_goes_from_the_root_down() throws Exception {
        var resolver = internet.resolver(ROOT);
        assertThat(data(ask(resolver, "gaia.umass.edu", Type.A))).containsExactly("300 127.80.0.2");
        assertThat(steps()).containsExactly("referral", "referral", "answer");
    }

    @Test
    void the_second_time_the_cache_answers_with_a_smaller_ttl() throws Exception {
        var resolver = internet.resolver(ROOT);
        ask(resolver, "gaia.umass.edu", Type.A);
        internet.clock.add(Duration.ofSeconds(100));
        assertThat(data(ask(resolver, "gaia.umass.edu", Type.A))).containsExactly("200 127.80.0.2");
        assertThat(steps()).isEmpty();
        assertThat(internet.counted("upstream-queries")).isEqualTo(3);
    }

    @Test
    void the_deepest_known_zone_is_where_the_next_search_begins() throws Exception {
        var resolver = internet.resolver(ROOT);
        ask(resolver, "gaia.umass.edu", Type.A);
        assertThat(data(ask(resolver, "other.umass.edu", Type.A))).containsExactly("no such name");
        assertThat(steps()).containsExactly("no such name");
        ask(resolver, "nobody.edu", Type.A);
        assertThat(steps()).containsExactly("no such name");
    }

    @Test
    void a_name_error_is_remembered_for_all_types() throws Exception {
        var resolver = internet.resolver(ROOT);
        ask(resolver, "nobody.umass.edu", Type.A);
        assertThat(data(ask(resolver, "nobody.umass.edu", Type.MX)))
                .containsExactly("no such name");
        assertThat(steps()).isEmpty();
        internet.clock.add(Duration.ofMinutes(1));
        ask(resolver, "nobody.umass.edu", Type.A);
        assertThat(steps()).containsExactly("no such name");
    }

    @Test
    void no_data_is_remembered_for_its_type() throws Exception {
        var resolver = internet.resolver(ROOT);
        assertThat(data(ask(resolver, "gaia.umass.edu", Type.MX))).containsExactly("no data");
        ask(resolver, "gaia.umass.edu", Type.MX);
        assertThat(steps()).isEmpty();
        assertThat(data(ask(resolver, "gaia.umass.edu", Type.A))).containsExactly("300 127.80.0.2");
    }

    @Test
    void an_alias_is_followed_into_another_zone() throws Exception {
        var resolver = internet.resolver(ROOT);
        assertThat(data(ask(resolver, "www.com", Type.A)))
                .containsExactly("60 gaia.umass.edu.", "300 127.80.0.2");
        assertThat(data(ask(resolver, "lost.com", Type.A))).containsExactly("no such name");
    }

    @Test
    void a_circle_of_aliases_ends_in_failure() throws Exception {
        var resolver = internet.resolver(ROOT);
        assertThat(data(ask(resolver, "circle.com", Type.A)))
                .containsExactly("more than 16 aliases");
    }

    @Test
    void a_ttl_of_zero_is_good_for_one_answer() throws Exception {
        var resolver = internet.resolver(ROOT);
        assertThat(data(ask(resolver, "nottl.umass.edu", Type.A))).containsExactly("0 127.80.0.3");
        ask(resolver, "nottl.umass.edu", Type.A);
        assertThat(steps()).containsExactly("answer");
    }

    @Test
    void a_lame_delegation_ends_in_failure() throws Exception {
        var resolver = internet.resolver(ROOT);
        assertThat(data(ask(resolver, "www.lame.edu", Type.A)))
                .containsExactly("no server of lame.edu was of help");
    }

    @Test
    void a_name_server_that_cannot_be_found_does_not_hide_the_other() throws Exception {
        var resolver = internet.resolver(ROOT);
        assertThat(data(ask(resolver, "www.half.edu", Type.A))).containsExactly("60 127.80.0.4");
    }

    @Test
    void delegations_that_need_each_other_end_in_failure() throws Exception {
        var resolver = internet.resolver(ROOT);
        assertThat(data(ask(resolver, "www.selfish.edu", Type.A)).getFirst())
                .startsWith("no server of ");
        assertThat(internet.counted("upstream-queries")).isLessThan(50);
    }

    // Two root servers, of which the first is silent.
    private Resolver besideSilence(Duration patience) {
        var upstream = internet.impatientWith("127.66.0.2", patience);
        var conduct = Conduct.USUAL.priming(false);
        var none = LocalData.none();
        return internet.resolver(PATIENT, List.of(), conduct, upstream, none, "127.66.0.2", ROOT);
    }

    @Test
    void a_silent_root_server_is_passed_over() throws Exception {
        try (var silent = new DatagramSocket(internet.at("127.66.0.2"))) {
            assertThat(silent.isBound()).isTrue();
            var resolver = besideSilence(Duration.ofMillis(200));
            assertThat(data(ask(resolver, "gaia.umass.edu", Type.A)))
                    .containsExactly("300 127.80.0.2");
            assertThat(steps()).containsExactly("silence", "referral", "referral", "answer");
        }
    }

    @Test
    void when_nobody_answers_the_client_is_told_so() throws Exception {
        try (var silent = new DatagramSocket(internet.at("127.66.0.2"))) {
            assertThat(silent.isBound()).isTrue();
            var limits = Limits.USUAL.withQueryTimeout(Duration.ofMillis(50));
            var resolver = internet.resolver(limits, "127.66.0.2");
            assertThat(data(ask(resolver, "gaia.umass.edu", Type.A)))
                    .containsExactly("no server of . was of help");
        }
    }

    @Test
    void a_question_has_a_budget() throws Exception {
        var limits = PATIENT.withQueries(2);
        assertThat(data(ask(internet.resolver(limits, ROOT), "gaia.umass.edu", Type.A)))
                .containsExactly("more than 2 queries");
    }

    @Test
    void a_long_answer_is_fetched_by_tcp() throws Exception {
        var records = new ArrayList<Record>();
        for (int i = 0; i < 60; i++) {
            var data = "\"" + "x".repeat(100) + i + "\"";
            var owner = Name.fromString("long.org.");
            records.add(Record.fromString(owner, Type.TXT, DClass.IN, 60, data, Name.root));
        }
        var reply = new Reply(Rcode.NOERROR, true, false, records, List.of(), List.of(), null);
        try (var other = new SmallInternet()) {
            other.with("127.66.0.3", new Scripted(reply)).open();
            var limits = PATIENT.withLabelsMinimised(0);
            var outcome = ask(other.resolver(limits, "127.66.0.3"), "long.org", Type.TXT);
            assertThat(data(outcome)).hasSize(60);
            assertThat(other.counted("upstream-queries")).isEqualTo(2);
        }
    }

    @Test
    void equal_questions_at_once_are_searched_for_once() throws Exception {
        try (var silent = new DatagramSocket(internet.at("127.66.0.2"));
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(silent.isBound()).isTrue();
            var resolver = besideSilence(Duration.ofMillis(500));
            Callable<Outcome> question = () -> ask(resolver, "gaia.umass.edu", Type.A);
            assertThat(clients.invokeAll(Collections.nCopies(100, question)))
                    .allMatch(answer -> answer.resultNow() instanceof Outcome.Answer);
            assertThat(internet.log.newestFirst()).hasSize(64);
            assertThat(internet.counted("upstream-queries")).isEqualTo(4);
        }
    }

    @Test
    void another_resolver_is_asked_about_a_forwarded_domain_and_believed_about_no_other()
            throws Exception {
        try (var cluster = new SmallInternet()) {
            cluster.serving("127.66.3.1", ".", "db.cluster.local. 60 A 10.0.0.9\n");
            var theirs = cluster.resolver("127.66.3.1");
            var everybody = List.of(Network.parse("127.0.0.0/8"));
            cluster.with("127.66.3.2", new RecursiveService(theirs, everybody, cluster.traffic));
            cluster.open();
            var forward = Detour.forward("cluster.local=127.66.3.2:" + cluster.port);
            var resolver = internet.resolver(PATIENT, List.of(forward), ROOT);

            assertThat(data(ask(resolver, "db.cluster.local", Type.A)))
                    .containsExactly("60 10.0.0.9");
            assertThat(steps()).containsExactly("answer");
            assertThat(data(ask(resolver, "none.cluster.local", Type.A)))
                    .containsExactly("no such name");
            assertThat(data(ask(resolver, "db.cluster.local", Type.MX))).containsExactly("no data");
            assertThat(data(ask(resolver, "gaia.umass.edu", Type.A)))
                    .containsExactly("300 127.80.0.2");
        }
    }

    @Test
    void a_forward_that_is_not_written_so_is_refused() {
        for (var text : List.of("cluster.local", "cluster.local=dns", "a=10.0.0.1:x", "=")) {
            assertThatThrownBy(() -> Detour.forward(text)).hasMessageContaining("is no forward");
        }
    }

    private List<String> arrows() {
        return Arrow.of(internet.log.newestFirst().getFirst(), internet.log).stream()
                .map(a -> a.number() + " " + a.from() + " > " + a.to() + ": " + a.said())
                .toList();
    }

    @Test
    void iterated_queries_are_the_textbooks_eight_arrows() throws Exception {
        ask(internet.resolver(ROOT), "gaia.umass.edu", Type.A);
        assertThat(arrows())
                .containsExactly(
                        "1 127.0.0.1 > local: A gaia.umass.edu?",
                        "2 local > ns: A edu?",
                        "3 ns > local: referral to edu (ns.edu)",
                        "4 local > ns.edu: A umass.edu?",
                        "5 ns.edu > local: referral to umass.edu (ns.umass.edu)",
                        "6 local > ns.umass.edu: A gaia.umass.edu?",
                        "7 ns.umass.edu > local: answer A 127.80.0.2",
                        "8 local > 127.0.0.1: answer A 127.80.0.2");
        ask(internet.resolver(ROOT), "gaia.umass.edu", Type.A);
        assertThat(arrows()).hasSize(2);
    }

    @Test
    void recursive_queries_are_its_other_eight_arrows() throws Exception {
        try (var asking = new SmallInternet()) {
            asking.recursing("127.66.5.1", ".", "edu. 600 NS ns.edu.\nns.edu. 600 A 127.66.5.2\n")
                    .recursing(
                            "127.66.5.2",
                            "edu.",
                            "umass 600 NS ns.umass\nns.umass 600 A 127.66.5.3\n")
                    .serving("127.66.5.3", "umass.edu.", "gaia 300 A 127.80.0.2\n")
                    .open();
            var conduct = Conduct.USUAL.priming(false).desiring(true);
            var resolver = asking.resolver(PATIENT, List.of(), conduct, "127.66.5.1");
            assertThat(data(ask(resolver, "gaia.umass.edu", Type.A)))
                    .containsExactly("300 127.80.0.2");
            var resolution = asking.log.newestFirst().getFirst();
            assertThat(resolution.steps()).hasSize(1);
            assertThat(
                            Arrow.of(resolution, asking.log).stream()
                                    .map(a -> a.number() + " " + a.from() + " > " + a.to()))
                    .containsExactly(
                            "1 127.0.0.1 > local",
                            "2 local > ns",
                            "3 ns > ns.edu",
                            "4 ns.edu > ns.umass.edu",
                            "5 ns.umass.edu > ns.edu",
                            "6 ns.edu > ns",
                            "7 ns > local",
                            "8 local > 127.0.0.1");
            // What they asked on its behalf is not theirs to keep once it is flushed.
            assertThat(data(ask(resolver, "nobody.umass.edu", Type.A)))
                    .containsExactly("no such name");
            assertThat(data(ask(resolver, "gaia.umass.edu", Type.MX))).containsExactly("no data");
        }
    }

    /** Says the same to everybody. */
    private record Scripted(Reply reply) implements NameService {
        @Override
        public String role() {
            return "authoritative";
        }

        @Override
        public Decision decide(Query query, InetSocketAddress client) {
            return new Decision.Now(reply);
        }

        @Override
        public long generation() {
            return 0;
        }
    }
}
