package io.labnet.dns.resolver;

import static io.labnet.dns.resolver.ScriptedInternet.CLIENT;
import static io.labnet.dns.resolver.ScriptedInternet.EDU;
import static io.labnet.dns.resolver.ScriptedInternet.ROOT;
import static io.labnet.dns.resolver.ScriptedInternet.UMASS;
import static io.labnet.dns.resolver.ScriptedInternet.ask;
import static io.labnet.dns.resolver.ScriptedInternet.question;
import static io.labnet.dns.resolver.ScriptedInternet.reply;
import static io.labnet.dns.resolver.ScriptedInternet.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Where the resolver leaves the way from the root down: aliases of subtrees, detours, rules. */
class ResolverDetoursTest {
    private final ScriptedInternet internet = new ScriptedInternet();

    @BeforeEach
    void world() throws Exception {
        internet.leadingToUmass();
    }

    private Resolver resolver() {
        return internet.resolver(ROOT);
    }

    // --- Aliases of whole subtrees (RFC 6672) ---

    @Test
    void a_dname_is_followed_and_serves_its_other_names_from_the_cache() throws Exception {
        internet.server(
                UMASS,
                (q, _) ->
                        q.name().toString().contains("old")
                                ? reply(
                                        q,
                                        "old.umass.edu. 300 DNAME cs.umass.edu.",
                                        // A liar's CNAME, which does not follow from the DNAME.
                                        q.name() + " 300 CNAME www.bank.com.")
                                : reply(q, q.name() + " 300 A 127.80.0.2"));
        var resolver = resolver();
        assertThat(text(ask(resolver, "gaia.old.umass.edu", Type.A)))
                .containsExactly("300 cs.umass.edu.", "300 gaia.cs.umass.edu.", "300 127.80.0.2");
        assertThat(internet.asking(resolver, "www.old.umass.edu", Type.A))
                .containsExactly(UMASS + " A www.cs.umass.edu");
        assertThat(text(ask(resolver, "old.umass.edu", Type.DNAME)))
                .containsExactly("300 cs.umass.edu.");
    }

    @Test
    void a_dname_that_makes_too_long_a_name_says_so() {
        var label = "x".repeat(63);
        var deep = String.join(".", label, label, label) + ".umass.edu.";
        internet.server(
                UMASS,
                (q, _) -> {
                    var reply = reply(q, "old.umass.edu. 300 DNAME " + deep);
                    reply.getHeader().setRcode(Rcode.YXDOMAIN);
                    return reply;
                });
        var resolver = resolver();
        assertThat(text(ask(resolver, label + ".old.umass.edu", Type.A)))
                .containsExactly("too long");
        assertThat(internet.asking(resolver, label + ".old.umass.edu", Type.A)).isEmpty();
    }

    // --- Detours ---

    @Test
    void a_stub_zone_is_asked_of_its_own_servers_without_recursion() throws Exception {
        internet.zone("127.0.4.1", "cluster.local.", "db 60 A 10.0.0.9\n");
        var detours = List.of(Detour.stub("cluster.local=127.0.4.1", 53));
        var resolver = internet.resolver(Conduct.USUAL.priming(false), Limits.USUAL, detours, ROOT);
        assertThat(internet.asking(resolver, "db.cluster.local", Type.A))
                .containsExactly("127.0.4.1 A db.cluster.local");
        assertThat(text(ask(resolver, "db.cluster.local", Type.A))).containsExactly("60 10.0.0.9");
    }

    @Test
    void that_the_root_denies_a_name_does_not_deny_a_detour_below_it() throws Exception {
        internet.zone("127.0.4.1", "cluster.local.", "db 60 A 10.0.0.9\n");
        var detours = List.of(Detour.stub("cluster.local=127.0.4.1", 53));
        var resolver = internet.resolver(Conduct.USUAL.priming(false), Limits.USUAL, detours, ROOT);
        assertThat(text(ask(resolver, "local", Type.A))).containsExactly("no such name");
        assertThat(text(ask(resolver, "db.cluster.local", Type.A))).containsExactly("60 10.0.0.9");
        assertThat(text(ask(resolver, "db.other.local", Type.A))).containsExactly("no such name");
    }

    @Test
    void nobody_else_is_believed_about_a_detours_domain() throws Exception {
        internet.zone("127.0.4.1", "lab.umass.edu.", "db 60 A 10.0.0.9\n");
        internet.server(
                UMASS,
                (q, _) -> {
                    var lie =
                            reply(
                                    q,
                                    q.name() + " 300 CNAME db.lab.umass.edu.",
                                    "db.lab.umass.edu. 300 A 127.66.6.6");
                    if (q.type() == Type.MX) {
                        lie = reply(q, q.name() + " 300 CNAME no.lab.umass.edu.");
                        lie.getHeader().setRcode(Rcode.NXDOMAIN);
                    }
                    return lie;
                });
        var detours = List.of(Detour.stub("lab.umass.edu=127.0.4.1", 53));
        var resolver = internet.resolver(Conduct.USUAL.priming(false), Limits.USUAL, detours, ROOT);
        assertThat(text(ask(resolver, "www.umass.edu", Type.A)))
                .containsExactly("300 db.lab.umass.edu.", "60 10.0.0.9");
        assertThat(text(ask(resolver, "db.lab.umass.edu", Type.A))).containsExactly("60 10.0.0.9");
        ask(resolver, "mail.umass.edu", Type.MX);
        assertThat(internet.newlyAsked()).endsWith("127.0.4.1 MX no.lab.umass.edu");
    }

    @Test
    void what_stands_above_a_detour_is_asked_of_who_is_above_it() {
        internet.server(EDU, (q, _) -> reply(q, "umass.edu. 60 DS 1 13 2 " + "AB".repeat(32)));
        var detours = List.of(Detour.stub("umass.edu=" + UMASS, 53));
        var resolver = internet.resolver(Conduct.USUAL.priming(false), Limits.USUAL, detours, ROOT);
        assertThat(text(ask(resolver, "umass.edu", Type.DS)).getFirst()).startsWith("60 1 13 2 ");
    }

    @Test
    void of_several_resolvers_of_a_domain_another_is_asked_when_one_is_dead() {
        internet.server(
                "127.0.4.2",
                (q, manner) -> {
                    assertThat(manner.recursionDesired()).isTrue();
                    return reply(q, q.name() + " 60 A 10.0.0.9");
                });
        var detours =
                List.of(
                        Detour.forward("cluster.local=127.0.4.1"),
                        Detour.forward("cluster.local=127.0.4.2"));
        var resolver = internet.resolver(Conduct.USUAL.priming(false), Limits.USUAL, detours, ROOT);
        assertThat(text(ask(resolver, "db.cluster.local", Type.A))).containsExactly("60 10.0.0.9");
        assertThat(internet.newlyAsked())
                .containsExactly("127.0.4.1 A db.cluster.local", "127.0.4.2 A db.cluster.local");
        // The one that answered is asked first from now on.
        assertThat(internet.asking(resolver, "web.cluster.local", Type.A))
                .containsExactly("127.0.4.2 A web.cluster.local");
    }

    @Test
    void when_all_resolvers_of_a_domain_are_dead_each_is_asked_twice_and_nobody_else() {
        var detours = List.of(Detour.forward("cluster.local=127.0.4.1"));
        var resolver = internet.resolver(Conduct.USUAL.priming(false), Limits.USUAL, detours, ROOT);
        assertThat(internet.asking(resolver, "db.cluster.local", Type.A))
                .containsExactly("127.0.4.1 A db.cluster.local", "127.0.4.1 A db.cluster.local");
    }

    @Test
    void a_domain_cannot_be_both_a_forward_and_a_stub_zone() {
        var both = List.of(Detour.forward("a=127.0.4.1"), Detour.stub("a=127.0.4.1", 53));
        assertThatThrownBy(() -> internet.resolver(Conduct.USUAL, Limits.USUAL, both, ROOT))
                .hasMessageContaining("a forward and a stub zone");
    }

    // --- Local rules ---

    @Test
    void local_rules_come_before_whatever_others_say_also_about_an_aliass_target()
            throws Exception {
        var rules =
                List.of(
                        LocalRule.parse("*.ads.edu=NXDOMAIN"),
                        LocalRule.parse("shop.edu=NODATA filtered"),
                        LocalRule.parse("gaia.cs.umass.edu=127.0.0.1 ::1"));
        var local = new LocalData(rules, null, _ -> {});
        var resolver =
                internet.resolver(
                        Conduct.USUAL.priming(false), Limits.USUAL, List.of(), local, ROOT);
        assertThat(text(ask(resolver, "a.b.ads.edu", Type.A)))
                .containsExactly("no such name", "note 15");
        assertThat(text(ask(resolver, "shop.edu", Type.MX))).containsExactly("no data", "note 17");
        assertThat(internet.newlyAsked()).isEmpty();
        assertThat(text(ask(resolver, "www.umass.edu", Type.A)))
                .containsExactly("300 gaia.cs.umass.edu.", "30 127.0.0.1", "note 4");
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.AAAA)))
                .containsExactly("30 0:0:0:0:0:0:0:1", "note 4");
        assertThat(text(ask(resolver, "gaia.cs.umass.edu", Type.MX)))
                .containsExactly("no data", "note 4");
        assertThat(text(ask(resolver, "ads.edu", Type.A))).containsExactly("no such name");
        assertThat(resolver.counts().local()).isGreaterThan(4);
    }

    // --- Many at once ---

    @Test
    void only_so_many_wait_for_one_search() throws Exception {
        var release = new CountDownLatch(1);
        internet.waiting(ROOT, release, "edu. 60 A 127.0.0.1");
        var resolver = resolver();
        var many = Searches.WAITING_MAX + 20;
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var told =
                    IntStream.range(0, many)
                            .mapToObj(_ ->
                                    clients.submit(() ->
                                            resolver.resolve(question("edu", Type.A), CLIENT)))
                            .toList();
            await().until(() -> resolver.counts().refused() == 19);
            release.countDown();
            var failed = 0;
            for (var outcome : told) {
                failed += outcome.get() instanceof Outcome.Failed ? 1 : 0;
            }
            assertThat(failed).isEqualTo(19);
        }
        assertThat(internet.newlyAsked()).hasSize(1);
    }

    @Test
    void one_client_cannot_take_all_places() throws Exception {
        var release = new CountDownLatch(1);
        internet.waiting(ROOT, release, "edu. 60 A 127.0.0.1");
        var resolver = resolver();
        var other = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.8"), 53);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var greedy =
                    IntStream.range(0, Searches.OF_CLIENT_MAX + 20)
                            .mapToObj(i -> question("n" + i + ".edu", Type.A))
                            .map(question ->
                                    clients.submit(() -> resolver.resolve(question, CLIENT)))
                            .toList();
            await().until(() -> resolver.counts().refused() == 20);
            var told = clients.submit(() -> resolver.resolve(question("edu", Type.A), other));
            release.countDown();
            assertThat(told.get()).isInstanceOf(Outcome.Answer.class);
            var failed = 0;
            for (var outcome : greedy) {
                failed += outcome.get() instanceof Outcome.Failed ? 1 : 0;
            }
            assertThat(failed).isEqualTo(20);
        }
        // Those that are done have given their places back.
        assertThat(text(ask(resolver, "edu", Type.A))).containsExactly("60 127.0.0.1");
        assertThat(resolver.counts().refused()).isEqualTo(20);
    }

    @Test
    void whoever_finds_no_place_is_told_what_is_stale() throws Exception {
        internet.zone(ROOT, ".", "edu. 60 A 127.0.0.1\n");
        var resolver = resolver();
        ask(resolver, "edu", Type.A);
        internet.clock.add(Duration.ofSeconds(61));
        var release = new CountDownLatch(1);
        internet.waiting(ROOT, release, "edu. 60 A 127.0.0.2");
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var told =
                    IntStream.range(0, Searches.WAITING_MAX + 20)
                            .mapToObj(_ ->
                                    clients.submit(() ->
                                            resolver.resolve(question("edu", Type.A), CLIENT)))
                            .toList();
            await().until(() -> resolver.counts().refused() == 19);
            release.countDown();
            for (var outcome : told) {
                assertThat(outcome.get()).isNotInstanceOf(Outcome.Failed.class);
            }
        }
    }
}
