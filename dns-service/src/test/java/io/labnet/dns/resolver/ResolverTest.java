package io.labnet.dns.resolver;

import static io.labnet.dns.resolver.ScriptedInternet.EDU;
import static io.labnet.dns.resolver.ScriptedInternet.ROOT;
import static io.labnet.dns.resolver.ScriptedInternet.UMASS;
import static io.labnet.dns.resolver.ScriptedInternet.ask;
import static io.labnet.dns.resolver.ScriptedInternet.error;
import static io.labnet.dns.resolver.ScriptedInternet.noSuchName;
import static io.labnet.dns.resolver.ScriptedInternet.reply;
import static io.labnet.dns.resolver.ScriptedInternet.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.cache.Credibility;
import io.labnet.dns.message.Question;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The resolver in virtual time, with name servers that do what each test needs. */
class ResolverTest {
    private final ScriptedInternet internet = new ScriptedInternet();

    @BeforeEach
    void world() throws Exception {
        internet.leadingToUmass();
    }

    private Resolver resolver() {
        return internet.resolver(ROOT);
    }

    // --- QNAME minimisation (RFC 9156) ---

    @Test
    void the_root_and_edu_are_shown_no_more_than_they_must_know() {
        assertThat(internet.asking(resolver(), "gaia.cs.umass.edu", Type.A))
                .containsExactly(
                        ROOT + " A edu", EDU + " A umass.edu", UMASS + " A gaia.cs.umass.edu");
    }

    @Test
    void the_type_is_shown_only_to_who_has_the_name() {
        assertThat(internet.asking(resolver(), "umass.edu", Type.MX))
                .containsExactly(ROOT + " A edu", EDU + " MX umass.edu", UMASS + " MX umass.edu");
    }

    @Test
    void minimisation_can_be_turned_off_or_go_further() {
        var off = Limits.USUAL.withLabelsMinimised(0);
        var conduct = Conduct.USUAL.priming(false);
        assertThat(
                        internet.asking(
                                internet.resolver(conduct, off, List.of(), ROOT),
                                "gaia.cs.umass.edu",
                                Type.A))
                .containsExactly(
                        ROOT + " A gaia.cs.umass.edu",
                        EDU + " A gaia.cs.umass.edu",
                        UMASS + " A gaia.cs.umass.edu");
        internet.cache.flush(_ -> true);
        var far = Limits.USUAL.withLabelsMinimised(10);
        assertThat(
                        internet.asking(
                                internet.resolver(conduct, far, List.of(), ROOT),
                                "gaia.cs.umass.edu",
                                Type.A))
                .containsExactly(
                        ROOT + " A edu",
                        EDU + " A umass.edu",
                        UMASS + " A cs.umass.edu",
                        UMASS + " A gaia.cs.umass.edu");
    }

    @Test
    void a_server_that_denies_a_name_with_something_below_it_is_asked_for_the_whole_name() {
        internet.server(
                EDU,
                (q, _) ->
                        q.name().labels() == 3
                                ? noSuchName(q, "edu. 60 SOA ns.edu. a.edu. 1 2 3 4 60")
                                : reply(q, "www.broken.edu. 60 A 127.0.0.9"));
        assertThat(text(ask(resolver(), "www.broken.edu", Type.A))).containsExactly("60 127.0.0.9");
        // And nobody is told later that what has an address does not exist.
        assertThat(text(ask(resolver(), "www.broken.edu", Type.A))).containsExactly("60 127.0.0.9");
    }

    @Test
    void a_denial_of_the_shorter_name_that_proves_true_denies_all_that_is_below() {
        var resolver = resolver();
        assertThat(internet.asking(resolver, "www.nobody.edu", Type.A))
                .containsExactly(ROOT + " A edu", EDU + " A nobody.edu", EDU + " A www.nobody.edu");
        assertThat(internet.asking(resolver, "other.nobody.edu", Type.MX)).isEmpty();
        assertThat(text(ask(resolver, "other.nobody.edu", Type.MX)))
                .containsExactly("no such name");
    }

    // --- Priming (RFC 9609) ---

    @Test
    void a_resolver_asks_the_root_who_serves_it_and_believes_that_until_the_ttl_has_passed()
            throws Exception {
        internet.zone("127.0.1.2", ".", "edu. 600 NS ns.edu.\nns.edu. 600 A 127.0.2.1\n");
        // The hint leads to a server that names another one.
        internet.server(
                ROOT,
                (q, _) -> {
                    var said = reply(q, ". 600 NS ns.");
                    said.addRecord(
                            ScriptedInternet.record("ns. 600 A 127.0.1.2"), Section.ADDITIONAL);
                    return q.type() == Type.NS ? said : error(q, Rcode.SERVFAIL);
                });
        var resolver = internet.resolver(Conduct.USUAL, Limits.USUAL, List.of(), ROOT);
        ask(resolver, "gaia.cs.umass.edu", Type.A);
        await().until(() -> !internet.cache.hints(ScriptedInternet.name("."), Type.NS).isEmpty());
        internet.clock.add(Duration.ofSeconds(10));
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2");
        assertThat(internet.newlyAsked()).contains("127.0.1.2 A edu");
        internet.clock.add(Duration.ofSeconds(601));
        assertThat(internet.asking(resolver, "x.edu", Type.A)).contains(ROOT + " A edu");
    }

    @Test
    void hints_stay_at_hand_when_those_who_were_named_are_gone() {
        var resolver = internet.resolver(Conduct.USUAL, Limits.USUAL, List.of(), ROOT);
        internet.cache.keep(
                List.of(ScriptedInternet.record(". 600 NS ns.")), Credibility.ANSWER, 0);
        internet.cache.keep(
                List.of(ScriptedInternet.record("ns. 600 A 127.0.1.9")), Credibility.ADDITIONAL, 0);
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2");
    }

    // --- Failures (RFC 9520), dead servers ---

    @Test
    void what_has_failed_is_not_tried_again_at_once_and_later_less_and_less_often() {
        internet.gone(UMASS);
        var resolver = resolver();
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("22 no server of umass.edu was of help");
        assertThat(internet.asking(resolver, "gaia.cs.umass.edu", Type.A)).isEmpty();
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("13 no server of umass.edu was of help");
        internet.clock.add(Duration.ofSeconds(1));
        assertThat(internet.asking(resolver, "gaia.cs.umass.edu", Type.A)).isNotEmpty();
        internet.clock.add(Duration.ofSeconds(1));
        assertThat(internet.asking(resolver, "gaia.cs.umass.edu", Type.A)).isEmpty();
    }

    @Test
    void when_the_network_itself_refuses_the_client_is_told_so() {
        internet.server(
                UMASS,
                (_, _) -> {
                    throw new PortUnreachableException("refused");
                });
        assertThat(text(ask(resolver(), "gaia.cs.umass.edu", Type.A)))
                .containsExactly("23 no server of umass.edu can be reached");
    }

    @Test
    void whoever_is_mended_is_found_again_within_five_seconds() throws Exception {
        internet.gone(UMASS);
        var resolver = resolver();
        for (int i = 0; i < 100; i++) {
            ask(resolver, "gaia.cs.umass.edu", Type.A);
            internet.clock.add(Duration.ofMillis(500));
        }
        internet.zone(UMASS, "umass.edu.", "gaia.cs 300 A 127.80.0.2\n");
        var seconds = 0;
        while (ask(resolver, "gaia.cs.umass.edu", Type.A) instanceof Outcome.Failed) {
            internet.clock.add(Duration.ofSeconds(1));
            seconds++;
            assertThat(seconds).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void a_dead_server_costs_other_questions_nothing() {
        internet.gone(UMASS);
        var resolver = resolver();
        for (int i = 0; i < 3; i++) {
            ask(resolver, "n" + i + ".umass.edu", Type.A);
        }
        assertThat(internet.asking(resolver, "another.umass.edu", Type.A)).isEmpty();
    }

    @Test
    void a_flush_gives_everybody_another_chance() throws Exception {
        internet.gone(UMASS);
        var resolver = resolver();
        for (int i = 0; i < 3; i++) {
            ask(resolver, "gaia.cs.umass.edu", Type.A);
            internet.clock.add(Duration.ofSeconds(5));
        }
        ask(resolver, "gaia.cs.umass.edu", Type.A);
        internet.zone(UMASS, "umass.edu.", "gaia.cs 300 A 127.80.0.2\n");
        internet.cache.flush(_ -> true);
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2");
    }

    @Test
    void what_failed_while_somebody_flushed_is_tried_again_at_once() throws Exception {
        internet.server(
                UMASS,
                (_, _) -> {
                    internet.cache.flush(_ -> true);
                    return null;
                });
        var resolver = resolver();
        assertThat(ask(resolver, "gaia.cs.umass.edu", Type.A)).isInstanceOf(Outcome.Failed.class);
        internet.zone(UMASS, "umass.edu.", "gaia.cs 300 A 127.80.0.2\n");
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2");
    }

    // --- Stale answers (RFC 8767) and prefetching ---

    @Test
    void when_nobody_can_be_asked_a_stale_answer_is_better_than_none() {
        var resolver = resolver();
        ask(resolver, "gaia.cs.umass.edu", Type.A);
        ask(resolver, "nobody.umass.edu", Type.A);
        internet.gone(ROOT).gone(EDU).gone(UMASS);
        internet.clock.add(Duration.ofHours(1));
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("30 127.80.0.2", "note 3");
        assertThat(text(ask(resolver, "nobody.umass.edu", Type.A)))
                .containsExactly("no such name", "note 19");
        // While the failure is remembered, the stale answer comes at once.
        assertThat(internet.asking(resolver, "gaia.cs.umass.edu", Type.A)).isEmpty();
        assertThat(resolver.counts().stale()).isGreaterThan(2);
        internet.clock.add(Duration.ofDays(2));
        assertThat(ask(resolver, "gaia.cs.umass.edu", Type.A)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void whoever_waits_for_a_slow_server_is_told_the_stale_answer_and_the_search_goes_on()
            throws Exception {
        var resolver =
                internet.resolver(
                        Conduct.USUAL.priming(false).staleAfter(Duration.ofMillis(50)),
                        Limits.USUAL,
                        List.of(),
                        ROOT);
        ask(resolver, "gaia.cs.umass.edu", Type.A);
        internet.clock.add(Duration.ofSeconds(301));
        var answered = new CountDownLatch(1);
        internet.server(
                UMASS,
                (q, _) -> {
                    try {
                        answered.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    return reply(q, "gaia.cs.umass.edu. 300 A 127.80.0.3");
                });
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("30 127.80.0.2", "note 3");
        answered.countDown();
        await().untilAsserted(() ->
                assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                        .containsExactly("300 127.80.0.3"));
    }

    @Test
    void what_is_asked_for_in_the_last_tenth_of_its_time_is_asked_for_again_meanwhile() {
        var resolver = resolver();
        ask(resolver, "gaia.cs.umass.edu", Type.A);
        internet.clock.add(Duration.ofSeconds(269));
        assertThat(internet.asking(resolver, "gaia.cs.umass.edu", Type.A)).isEmpty();
        internet.clock.add(Duration.ofSeconds(1));
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("30 127.80.0.2");
        await().untilAsserted(() ->
                assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                        .containsExactly("300 127.80.0.2"));
        assertThat(internet.newlyAsked()).containsOnlyOnce(UMASS + " A gaia.cs.umass.edu");
        assertThat(resolver.counts().prefetches()).isEqualTo(1);
    }

    // --- Limits of work ---

    @Test
    void a_referral_to_many_servers_without_address_costs_little() {
        // NXNSAttack: each name server would have to be sought in the victim's zone.
        internet.server(
                EDU,
                (q, _) -> {
                    var referral = error(q, Rcode.NOERROR);
                    IntStream.range(0, 100)
                            .mapToObj(i -> "evil.edu. 600 NS n%d.victim.umass.edu.".formatted(i))
                            .forEach(ns ->
                                    referral.addRecord(
                                            ScriptedInternet.record(ns), Section.AUTHORITY));
                    return q.name().toString().endsWith("evil.edu.") ? referral : delegation(q);
                });
        var resolver = resolver();
        assertThat(ask(resolver, "www.evil.edu", Type.A)).isInstanceOf(Outcome.Failed.class);
        assertThat(internet.newlyAsked().stream().filter(a -> a.startsWith(UMASS)).count())
                .isLessThanOrEqualTo(Limits.USUAL.lookupsMax());
    }

    private static Message delegation(Question q) {
        var referral = error(q, Rcode.NOERROR);
        referral.addRecord(
                ScriptedInternet.record("umass.edu. 600 NS ns.umass.edu."), Section.AUTHORITY);
        referral.addRecord(
                ScriptedInternet.record("ns.umass.edu. 600 A 127.0.3.1"), Section.ADDITIONAL);
        return referral;
    }

    @Test
    void a_staircase_of_referrals_ends() {
        var labels = "x.".repeat(60);
        internet.server(
                EDU,
                (q, _) -> {
                    // Each time one label deeper, always to itself.
                    var referral = error(q, Rcode.NOERROR);
                    var depth = Math.min(internet.asked.size(), q.name().labels() - 1);
                    var cut = new Name(q.name(), Math.max(0, q.name().labels() - 1 - depth));
                    referral.addRecord(
                            ScriptedInternet.record(cut + " 600 NS ns.edu."), Section.AUTHORITY);
                    referral.addRecord(
                            ScriptedInternet.record("ns.edu. 600 A " + EDU), Section.ADDITIONAL);
                    return referral;
                });
        assertThat(text(ask(resolver(), labels + "edu", Type.A)).getFirst())
                .isEqualTo("0 more than 30 referrals");
    }

    // --- Manners ---

    @Test
    void who_loses_the_letters_and_has_no_tcp_is_asked_in_plain_ones() {
        internet.server(
                UMASS,
                (q, manner) -> {
                    if (manner.mixedCase()) {
                        throw new Upstream.LettersLost(new ConnectException("refused"));
                    }
                    return reply(q, q.name() + " 300 A 127.80.0.2");
                });
        var resolver = resolver();
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2");
        assertThat(internet.asking(resolver, "www.umass.edu", Type.A)).hasSize(1);
    }

    @Test
    void who_knows_no_edns_is_asked_without_and_from_then_on() {
        internet.server(
                UMASS,
                (q, manner) ->
                        manner.edns()
                                ? error(q, Rcode.FORMERR)
                                : reply(q, q.name() + " 300 A 127.80.0.2"));
        var resolver = resolver();
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2");
        assertThat(internet.asking(resolver, "www.umass.edu", Type.A)).hasSize(1);
    }

    @Test
    void who_knows_edns_and_still_has_a_format_error_is_not_asked_again() {
        internet.server(
                UMASS,
                (q, _) -> {
                    var formerr = error(q, Rcode.FORMERR);
                    formerr.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
                    return formerr;
                });
        assertThat(internet.asking(resolver(), "gaia.cs.umass.edu", Type.A)).hasSize(3);
    }

    @Test
    void a_bug_ends_a_search_and_whoever_waits_is_told() throws Exception {
        internet.server(
                UMASS,
                (_, _) -> {
                    throw new StackOverflowError("for this test");
                });
        var resolver = resolver();
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("0 the search broke off");
        internet.leadingToUmass();
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2");
    }
}
