package io.labnet.stub;

import static io.labnet.stub.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.stub.Lookup.Failed;
import io.labnet.stub.Lookup.Found;
import io.labnet.stub.Lookup.NoData;
import io.labnet.stub.Lookup.NoSuchName;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class StubResolverTest {
    private static final String SOA = "edu. 900 SOA a.nic.edu. root.edu. 1 3600 600 86400 60";
    private static final String GAIA = "gaia.cs.umass.edu. 300 A 127.80.0.2";

    private final MutableClock clock = MutableClock.epochUTC();

    private StubResolver resolver(ScriptedServer server) {
        return new StubResolver(server.address(), Duration.ofSeconds(2), clock);
    }

    private static ScriptedServer answering(int rcode, String... records) throws IOException {
        return new ScriptedServer((query, tcp) -> List.of(reply(query, rcode, records)));
    }

    private static List<String> texts(Lookup<InetAddress> lookup) {
        return switch (lookup) {
            case Found<InetAddress>(var found) ->
                    found.stream().map(InetAddress::getHostAddress).toList();
            case NoSuchName<InetAddress> none -> List.of(none.toString());
            case NoData<InetAddress> none -> List.of(none.toString());
            case Failed<InetAddress> failed -> List.of(failed.toString());
        };
    }

    @Test
    void addresses_are_those_of_the_answer_and_keep_the_host_name() throws Exception {
        try (var server = answering(Rcode.NOERROR, GAIA)) {
            var lookup = resolver(server).addresses("gaia.cs.umass.edu");
            assertThat(texts(lookup)).containsExactly("127.80.0.2");
            var found = (Found<InetAddress>) lookup;
            assertThat(found.answers().getFirst().getHostName()).isEqualTo("gaia.cs.umass.edu");
        }
    }

    @Test
    void an_address_literal_is_its_own_answer_and_asks_nobody() throws Exception {
        try (var server = answering(Rcode.SERVFAIL)) {
            assertThat(texts(resolver(server).addresses("127.80.0.9")))
                    .containsExactly("127.80.0.9");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void aliases_are_followed_within_the_answer() throws Exception {
        var alias = "www.amazon.com. 300 CNAME shop.amazon.com.";
        var target = "shop.amazon.com. 300 A 127.80.0.3";
        var stranger = "other.amazon.com. 300 A 127.80.0.4";
        try (var server = answering(Rcode.NOERROR, target, stranger, alias)) {
            assertThat(texts(resolver(server).addresses("WWW.amazon.com.")))
                    .containsExactly("127.80.0.3");
        }
    }

    @Test
    void a_circle_of_aliases_is_no_data() throws Exception {
        try (var server =
                answering(Rcode.NOERROR, "a.edu. 9 CNAME b.edu.", "b.edu. 9 CNAME a.edu.")) {
            assertThat(resolver(server).addresses("a.edu")).isEqualTo(new NoData<>("a.edu"));
        }
    }

    @Test
    void an_answer_is_remembered_until_its_ttl_has_passed() throws Exception {
        try (var server = answering(Rcode.NOERROR, GAIA)) {
            var resolver = resolver(server);
            resolver.addresses("gaia.cs.umass.edu");
            clock.add(Duration.ofSeconds(299));
            assertThat(texts(resolver.addresses("gaia.cs.umass.edu")))
                    .containsExactly("127.80.0.2");
            assertThat(server.asked()).hasSize(1);
            clock.add(Duration.ofSeconds(1));
            resolver.addresses("gaia.cs.umass.edu");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void records_are_asked_for_each_time_and_hold_as_long_as_the_alias_before_them()
            throws Exception {
        var alias = "www.amazon.com. 60 CNAME shop.amazon.com.";
        try (var server = answering(Rcode.NOERROR, alias, "shop.amazon.com. 300 AAAA ::1")) {
            var resolver = resolver(server);
            var name = Name.fromConstantString("www.amazon.com.");
            resolver.records(name, Type.AAAA);
            var found = (Found<Record>) resolver.records(name, Type.AAAA);
            assertThat(found.answers()).singleElement().asString().contains("60", "AAAA");
            assertThat(server.asked()).hasSize(2);
        }
        try (var server = answering(Rcode.SERVFAIL)) {
            var lookup = resolver(server).records(Name.fromConstantString("x.edu."), Type.A);
            assertThat(lookup).isInstanceOf(Failed.class);
        }
    }

    @Test
    void a_ttl_of_zero_is_not_remembered() throws Exception {
        try (var server = answering(Rcode.NOERROR, "x.edu. 0 A 127.0.0.9")) {
            var resolver = resolver(server);
            resolver.addresses("x.edu");
            resolver.addresses("x.edu");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void nxdomain_is_remembered_as_long_as_the_soa_minimum_says() throws Exception {
        try (var server = answering(Rcode.NXDOMAIN, SOA)) {
            var resolver = resolver(server);
            assertThat(resolver.addresses("no.edu")).isEqualTo(new NoSuchName<>("no.edu"));
            clock.add(Duration.ofSeconds(59));
            assertThat(resolver.addresses("no.edu")).isEqualTo(new NoSuchName<>("no.edu"));
            assertThat(server.asked()).hasSize(1);
            clock.add(Duration.ofSeconds(1));
            resolver.addresses("no.edu");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void a_negative_answer_without_soa_is_not_remembered() throws Exception {
        try (var server = answering(Rcode.NOERROR)) {
            var resolver = resolver(server);
            assertThat(resolver.mailExchanges("x.edu")).isEqualTo(new NoData<>("x.edu"));
            resolver.mailExchanges("x.edu");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void mail_exchanges_come_in_the_order_of_preference() throws Exception {
        try (var server =
                answering(
                        Rcode.NOERROR,
                        "crepes.fr. 60 MX 20 backup.crepes.fr.",
                        "crepes.fr. 60 MX 10 mail.crepes.fr.")) {
            var expected =
                    List.of(
                            new MailExchange(10, "mail.crepes.fr"),
                            new MailExchange(20, "backup.crepes.fr"));
            assertThat(resolver(server).mailExchanges("crepes.fr"))
                    .isEqualTo(new Found<>(expected));
        }
    }

    @Test
    void the_null_mx_has_an_empty_host() throws Exception {
        try (var server = answering(Rcode.NOERROR, "quiet.fr. 60 MX 0 .")) {
            assertThat(resolver(server).mailExchanges("quiet.fr"))
                    .isEqualTo(new Found<>(List.of(new MailExchange(0, ""))));
        }
    }

    @Test
    void servfail_is_a_failure_that_is_not_remembered() throws Exception {
        try (var server = answering(Rcode.SERVFAIL, SOA)) {
            var resolver = resolver(server);
            assertThat(texts(resolver.addresses("x.edu")).getFirst()).contains("SERVFAIL from");
            resolver.addresses("x.edu");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void a_truncated_reply_is_asked_for_again_by_tcp() throws Exception {
        try (var server =
                new ScriptedServer((query, tcp) -> {
                    var reply = reply(query, Rcode.NOERROR, tcp ? GAIA : SOA);
                    if (!tcp) {
                        reply.getHeader().setFlag(Flags.TC);
                    }
                    return List.of(reply);
                })) {
            assertThat(texts(resolver(server).addresses("gaia.cs.umass.edu")))
                    .containsExactly("127.80.0.2");
            assertThat(server.asked())
                    .containsExactly("udp gaia.cs.umass.edu. A", "tcp gaia.cs.umass.edu. A");
        }
    }

    @Test
    void replies_with_another_id_or_question_are_passed_over() throws Exception {
        try (var server =
                new ScriptedServer((query, tcp) -> {
                    var forged = reply(query, Rcode.NXDOMAIN, SOA);
                    forged.getHeader().setID(query.getHeader().getID() ^ 1);
                    var stray = new Message(query.getHeader().getID());
                    stray.getHeader().setFlag(Flags.QR);
                    return List.of(forged, stray, reply(query, Rcode.NOERROR, GAIA));
                })) {
            assertThat(texts(resolver(server).addresses("gaia.cs.umass.edu")))
                    .containsExactly("127.80.0.2");
        }
    }

    @Test
    void a_lost_packet_is_sent_again() throws Exception {
        var seen = new AtomicInteger();
        try (var server =
                new ScriptedServer((query, tcp) ->
                        seen.getAndIncrement() == 0
                                ? List.of()
                                : List.of(reply(query, Rcode.NOERROR, GAIA)))) {
            var resolver = new StubResolver(server.address(), Duration.ofMillis(200), clock);
            assertThat(texts(resolver.addresses("gaia.cs.umass.edu")))
                    .containsExactly("127.80.0.2");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void a_silent_server_is_a_failure_after_two_tries() throws Exception {
        try (var server = new ScriptedServer((query, tcp) -> List.of())) {
            var resolver = new StubResolver(server.address(), Duration.ofMillis(100), clock);
            assertThat(texts(resolver.addresses("x.edu")).getFirst()).contains("no answer from");
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void what_is_no_name_is_a_failure() throws Exception {
        try (var server = answering(Rcode.NOERROR, GAIA)) {
            assertThat(resolver(server).addresses("a..edu"))
                    .isEqualTo(new Failed<>("a..edu", "not a domain name"));
            assertThat(resolver(server).addresses("x".repeat(64) + ".edu"))
                    .isInstanceOf(Failed.class);
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void at_most_a_thousand_replies_are_remembered() throws Exception {
        try (var server = answering(Rcode.NXDOMAIN, SOA)) {
            var resolver = resolver(server);
            for (int i = 0; i <= Memory.MOST; i++) {
                resolver.addresses("n" + i + ".edu");
            }
            resolver.addresses("n" + Memory.MOST + ".edu");
            assertThat(server.asked()).hasSize(Memory.MOST + 1);
            resolver.addresses("n0.edu");
            assertThat(server.asked()).hasSize(Memory.MOST + 2);
        }
    }
}
