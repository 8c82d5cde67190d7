package io.labnet.dns.delegation;

import static io.labnet.dns.validator.Signer.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.delegation.Decision.Stay;
import io.labnet.dns.delegation.Decision.Why;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.dnssec.SignedZones.Way;
import io.labnet.dns.dnssec.TestKeys;
import io.labnet.dns.validator.Signer;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.ZoneTemplate;
import io.labnet.dns.zone.Zones;
import io.labnet.network.Network;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.CDSRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Whom a parent asks and when, with children that say what they are told, in virtual time. */
class ParentalAgentTest {
    private static final Name EDU = Name.fromConstantString("edu.");
    private static final Name UMASS = Name.fromConstantString("umass.edu.");
    private static final Name POLY = Name.fromConstantString("poly.edu.");
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Signer KEY = new Signer("umass.edu.");
    private static final String ZONE =
            """
            @ 300 SOA ns root 1 60 60 3600 60
            @ 300 NS ns
            ns 300 A 192.0.2.53
            umass 300 NS ns.umass
            umass 300 NS dns.elsewhere.example.
            ns.umass 300 A 192.0.2.1
            ns.umass 300 AAAA 2001:db8::1
            """;

    @TempDir Path folder;
    private final MutableClock clock = MutableClock.of(NOW, ZoneOffset.UTC);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> asked = new ArrayList<>();
    private @Nullable Signer telling = KEY;
    private SignedZones signed;
    private Zones zones;
    private ParentalAgent agent;

    @BeforeEach
    void open() throws Exception {
        signed = new SignedZones(folder.resolve("dnssec"), TestKeys.VALIDITY, clock, null);
        zones = new Zones(new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root)), signed);
        var means =
                new ParentalAgent.Means(
                        this::ask,
                        _ -> List.of(InetAddress.ofLiteral("192.0.2.2")),
                        new DelegationSigners(zones, null),
                        new CdsRules(List.of(Network.parse("::/0"), anyV4()), Duration.ZERO),
                        new AgentTerms(EVERY),
                        new AgentMeters(meters));
        agent = new ParentalAgent(zones, signed, means, clock);
        zones.watch(agent::changed);
        create(EDU, ZONE);
    }

    private static Network anyV4() {
        return Network.parse("0.0.0.0/0");
    }

    private Told.Apex ask(Name child, Name server, InetAddress address) throws IOException {
        asked.add(child + " " + address.getHostAddress());
        if (telling == null) {
            throw new IOException("silent");
        }
        return new Told.Apex(
                server,
                address,
                telling.sign(telling.key),
                telling.sign(new CDSRecord(UMASS, DClass.IN, 60, Digest.SHA256, telling.key)),
                null);
    }

    private void create(Name origin, String text) throws Exception {
        assertThat(zones.create(MasterFile.read(origin, text))).isInstanceOf(Change.Done.class);
    }

    private void sign() {
        assertThat(signed.sign(zones, EDU, Way.USUAL)).isInstanceOf(Change.Done.class);
    }

    /** Does all that is due; says how many addresses were asked. */
    private int work() throws InterruptedException {
        asked.clear();
        for (int i = 0; agent.step(); i++) {
            assertThat(i).as("it comes to rest").isLessThan(20);
        }
        return asked.size();
    }

    private int after(Duration time) throws InterruptedException {
        clock.add(time);
        return work();
    }

    private List<Record> ds() {
        return Objects.requireNonNull(zones.zone(EDU)).records(UMASS, Type.DS);
    }

    private Why why() {
        var decision = Objects.requireNonNull(agent.all(EDU).getFirst().decision());
        assertThat(decision).isInstanceOf(Stay.class);
        return ((Stay) decision).why();
    }

    @Test
    void a_zone_that_is_not_signed_asks_nobody() throws Exception {
        assertThat(work()).isZero();
        assertThat(agent.all(EDU)).isEmpty();
        assertThat(agent.look(EDU, UMASS)).isEmpty();
        assertThat(agent.notified(UMASS)).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void all_addresses_are_asked_and_the_ds_record_is_put_and_signed() throws Exception {
        sign();
        work();
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "umass.edu. 192.0.2.1",
                        "umass.edu. 2001:db8:0:0:0:0:0:1",
                        "umass.edu. 192.0.2.2");
        assertThat(ds()).containsExactly(new DSRecord(UMASS, DClass.IN, 0, Digest.SHA256, KEY.key));
        assertThat(ds().getFirst().getTTL()).isEqualTo(300);
        assertThat(Objects.requireNonNull(zones.zone(EDU)).records(UMASS, Type.RRSIG))
                .extracting(Record::rdataToString)
                .anyMatch(text -> text.startsWith("DS "));
        assertThat(meters.counter("labnet.dns.cds-looks", "outcome", "put").count()).isOne();
        assertThat(after(EVERY.minusMillis(1))).isZero();
        assertThat(after(Duration.ofMillis(1))).isEqualTo(3);
        assertThat(why()).isEqualTo(Why.UNCHANGED);
        assertThat(meters.counter("labnet.dns.cds-looks", "outcome", "unchanged").count()).isOne();
    }

    @Test
    void a_key_that_the_old_one_does_not_vouch_for_leaves_the_ds_record() throws Exception {
        sign();
        work();
        var before = ds();
        telling = new Signer("umass.edu.");
        assertThat(after(EVERY)).isEqualTo(3);
        assertThat(why()).isEqualTo(Why.UNPROVED);
        assertThat(ds()).isEqualTo(before);
    }

    @Test
    void who_is_silent_is_asked_again_soon_and_less_and_less_often() throws Exception {
        sign();
        telling = null;
        assertThat(work()).isEqualTo(3);
        assertThat(why()).isEqualTo(Why.SILENT);
        var soon = Collections.nCopies(AgentTerms.RETRIES, 2);
        for (var pause : Stream.concat(soon.stream(), Stream.of(4, 8, 10, 10)).toList()) {
            assertThat(after(Duration.ofSeconds(pause).minusMillis(1))).isZero();
            assertThat(after(Duration.ofMillis(1))).isEqualTo(3);
        }
        telling = KEY;
        after(EVERY);
        assertThat(ds()).hasSize(1);
        telling = null;
        after(EVERY);
        assertThat(why()).isEqualTo(Why.SILENT);
        assertThat(ds()).hasSize(1);
        assertThat(after(AgentTerms.RETRY)).isEqualTo(3);
    }

    @Test
    void who_is_told_asks_soon_but_not_all_the_time() throws Exception {
        sign();
        work();
        assertThat(agent.notified(POLY)).isFalse();
        assertThat(agent.notified(UMASS)).isTrue();
        assertThat(after(AgentTerms.BETWEEN_LOOKS.minusMillis(1))).isZero();
        assertThat(after(Duration.ofMillis(1))).isEqualTo(3);
        clock.add(AgentTerms.BETWEEN_LOOKS);
        for (int i = 0; i < 3; i++) {
            agent.notified(UMASS);
        }
        assertThat(work()).isEqualTo(3);
    }

    @Test
    void an_admin_asks_now() throws Exception {
        sign();
        var standing = agent.look(EDU, UMASS).orElseThrow();
        assertThat(standing.decision()).isInstanceOf(Decision.Put.class);
        assertThat(ds()).hasSize(1);
        assertThat(agent.look(EDU, POLY)).isEmpty();
    }

    @Test
    void a_child_that_is_served_here_is_not_asked_while_it_is() throws Exception {
        create(UMASS, "@ 60 SOA ns root 1 60 60 3600 60\n@ 60 NS ns\nns 60 A 192.0.2.1\n");
        sign();
        assertThat(work()).isZero();
        assertThat(zones.delete(UMASS)).isInstanceOf(Change.Done.class);
        assertThat(work()).isEqualTo(3);
        assertThat(agent.all(EDU)).hasSize(1);
        create(UMASS, "@ 60 SOA ns root 1 60 60 3600 60\n@ 60 NS ns\nns 60 A 192.0.2.1\n");
        work();
        assertThat(agent.all(EDU)).isEmpty();
    }

    @Test
    void delegations_come_and_go_with_their_records() throws Exception {
        sign();
        work();
        assertThat(zones.add(EDU, Record.fromString(POLY, Type.NS, DClass.IN, 60, "ns", EDU)))
                .isInstanceOf(Change.Done.class);
        assertThat(agent.all(EDU)).hasSize(2);
        work();
        assertThat(asked).containsExactly("poly.edu. 192.0.2.53");
        zones.remove(EDU, POLY, Type.NS);
        assertThat(agent.all(EDU)).hasSize(1);
        signed.unsign(zones, EDU);
        assertThat(after(EVERY)).isZero();
        assertThat(agent.all(EDU)).isEmpty();
    }
}
