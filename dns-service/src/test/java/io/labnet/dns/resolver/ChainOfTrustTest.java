package io.labnet.dns.resolver;

import static io.labnet.dns.resolver.ScriptedInternet.ask;
import static io.labnet.dns.resolver.ScriptedInternet.error;
import static io.labnet.dns.resolver.ScriptedInternet.record;
import static io.labnet.dns.resolver.ScriptedInternet.reply;
import static io.labnet.dns.resolver.ScriptedInternet.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.NegativeTrustAnchors;
import io.labnet.dns.validator.SignedSet;
import io.labnet.dns.validator.Signer;
import io.labnet.dns.validator.TrustAnchors;
import io.labnet.dns.validator.Validation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** One zone with an anchor of its own, served by whoever does what each test needs. */
class ChainOfTrustTest {
    private static final String FIRST = "127.0.3.1";
    private static final String SECOND = "127.0.3.2";

    private final ScriptedInternet internet = new ScriptedInternet();
    private final Signer signer = new Signer("umass.edu.");
    private final SignedSet keys = signer.sign(signer.key);
    private final SignedSet www = signer.sign(record("www.umass.edu 300 A 127.80.0.2"));
    private final SignedSet forged =
            new SignedSet(List.of(record("www.umass.edu 300 A 127.6.6.6")), www.signatures());

    @BeforeEach
    void now() {
        internet.clock.setInstant(Signer.NOW);
    }

    private Validation validation() {
        var anchor = "umass.edu. DNSKEY " + signer.key.rdataToString();
        return new Validation(
                TrustAnchors.parse(List.of(anchor)),
                NegativeTrustAnchors.none(internet.clock),
                Duration.ZERO);
    }

    private Resolver resolver(String... servers) {
        var stubs =
                List.of(servers).stream()
                        .map(server -> Detour.stub("umass.edu=" + server, 53))
                        .toList();
        return internet.validating(validation(), stubs);
    }

    private static Message signed(Question question, SignedSet set) {
        var reply = reply(question);
        set.records().forEach(r -> reply.addRecord(r, Section.ANSWER));
        set.signatures().forEach(r -> reply.addRecord(r, Section.ANSWER));
        return reply;
    }

    /** A server of the zone. */
    private ScriptedInternet.Server serving(SignedSet keySet, SignedSet answer) {
        return (question, manner) -> {
            assertThat(manner.dnssecOk()).isTrue();
            return switch (question.type()) {
                case Type.DNSKEY -> signed(question, keySet);
                case Type.A -> signed(question, answer);
                default -> error(question, Rcode.SERVFAIL);
            };
        };
    }

    @Test
    void what_one_server_cannot_prove_another_may() throws Exception {
        internet.server(FIRST, serving(keys, forged)).server(SECOND, serving(keys, www));
        var resolver = resolver(FIRST, SECOND);
        for (int i = 0; i < 3; i++) {
            assertThat(text(ask(resolver, "www.umass.edu", Type.A)))
                    .containsExactly("300 127.80.0.2", "secure");
        }
    }

    @Test
    void a_forged_answer_is_not_believed_and_not_asked_for_again_at_once() throws Exception {
        internet.server(FIRST, serving(keys, forged));
        var resolver = resolver(FIRST);
        assertThat(text(ask(resolver, "www.umass.edu", Type.A)))
                .containsExactly("300 127.6.6.6", "bogus");
        internet.newlyAsked();
        internet.server(FIRST, serving(keys, www));
        assertThat(text(ask(resolver, "www.umass.edu", Type.A)))
                .containsExactly("300 127.6.6.6", "bogus");
        assertThat(internet.newlyAsked()).isEmpty();
        internet.clock.add(Duration.ofSeconds(31));
        assertThat(text(ask(resolver, "www.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2", "secure");
    }

    @Test
    void the_verdict_is_the_last_arrow() throws Exception {
        internet.server(FIRST, serving(keys, www));
        ask(resolver(FIRST), "www.umass.edu", Type.A);
        var arrows = Arrow.of(internet.log.newestFirst().getFirst(), internet.log);
        assertThat(arrows.stream().map(Arrow::said))
                .contains("DNSKEY umass.edu?")
                .last()
                .asString()
                .endsWith("(secure)");
    }

    // CVE-2023-50387.
    @Test
    void a_trap_of_keys_and_signatures_catches_nobody() throws Exception {
        var all = new ArrayList<Record>(signer.colliding(30));
        all.add(signer.key);
        var trap = signer.sign(all.toArray(Record[]::new));
        var bait = new SignedSet(www.records(), signer.forged(www, 30));
        internet.server(FIRST, serving(trap, bait));
        assertThat(text(ask(resolver(FIRST), "www.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2", "bogus");
        assertThat(internet.newlyAsked()).hasSizeLessThan(5);
    }

    @Test
    void keys_that_cannot_be_had_are_asked_for_again_soon() throws Exception {
        internet.server(FIRST, (q, _) -> q.type() == Type.DNSKEY ? null : signed(q, www));
        var resolver = resolver(FIRST);
        var outcome = ask(resolver, "www.umass.edu", Type.A);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Judged.class,
                        judged ->
                                assertThat(judged.evidence().reason())
                                        .isNotNull()
                                        .extracting("code")
                                        .isEqualTo(ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY));
        internet.server(FIRST, serving(keys, www));
        internet.clock.add(Duration.ofSeconds(10));
        assertThat(text(ask(resolver, "www.umass.edu", Type.A)))
                .containsExactly("300 127.80.0.2", "secure");
    }

    @Test
    void what_no_anchor_is_above_is_not_judged() throws Exception {
        internet.server(FIRST, (q, _) -> reply(q, "www.mit.edu. 300 A 127.80.0.9"));
        var resolver =
                internet.validating(validation(), List.of(Detour.stub("mit.edu=" + FIRST, 53)));
        assertThat(text(ask(resolver, "www.mit.edu", Type.A)))
                .containsExactly("300 127.80.0.9", "indeterminate");
    }

    @Test
    void a_signature_of_a_name_that_is_no_zone_proves_nothing() throws Exception {
        var inner = new Signer("www.umass.edu.");
        var alien = inner.sign(record("www.umass.edu 300 A 127.6.6.6"));
        internet.server(FIRST, serving(keys, alien));
        assertThat(text(ask(resolver(FIRST), "www.umass.edu", Type.A)))
                .containsExactly("300 127.6.6.6", "bogus");
    }

    @Test
    void the_ns_records_beside_an_answer_are_told_to_nobody_unproved() throws Exception {
        internet.server(
                FIRST,
                (q, _) -> {
                    if (q.type() == Type.DNSKEY) {
                        return signed(q, keys);
                    }
                    var said = signed(q, www);
                    said.addRecord(record("umass.edu 300 NS ns.thief.edu."), Section.AUTHORITY);
                    return q.type() == Type.A ? said : error(q, Rcode.SERVFAIL);
                });
        var resolver = resolver(FIRST);
        ask(resolver, "www.umass.edu", Type.A);
        assertThat(text(ask(resolver, "umass.edu", Type.NS)).getFirst()).startsWith("22 ");
    }
}
