package io.labnet.dns.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.authority.Authority;
import io.labnet.dns.authority.Verdict;
import io.labnet.dns.message.Question;
import io.labnet.dns.policy.Policy.Check;
import io.labnet.dns.policy.Policy.Kind;
import io.labnet.dns.policy.Steering.Audience;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.ZoneTemplate;
import io.labnet.network.Network;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Policies in force: on an authority's answers, on disk, and with addresses that go down. */
class PoliciesTest {
    private static final Name EDU = Name.fromConstantString("edu.");
    private static final String ZONE =
            """
            @ 60 SOA ns root 1 1 1 1 60
            @ NS ns
            ns A 10.0.0.9
            www A 10.0.0.1
            www A 10.0.0.2
            www A 10.0.0.3
            alias CNAME www
            mail MX 1 a
            mail MX 1 b
            *.wild A 10.0.0.1
            *.wild A 10.0.0.2
            own.wild A 10.0.0.1
            own.wild A 10.0.0.2
            """;
    private static final Network CLIENT = Network.parse("10.1.2.3");

    @TempDir Path folder;
    private final MutableClock clock = MutableClock.epochUTC();
    private final Set<InetAddress> silent = ConcurrentHashMap.newKeySet();
    private final List<InetAddress> looks = new ArrayList<>();
    private final HealthWatch watch =
            new HealthWatch((address, _, _) -> !silent.contains(address), clock, _ -> {});
    private Zone zone = zone(ZONE);
    private Policies policies = Policies.none();

    PoliciesTest() throws Exception {}

    private static Zone zone(String text) throws ZoneFault {
        return MasterFile.read(EDU, text);
    }

    @BeforeEach
    void open() throws Exception {
        // Its threads are not to look: the tests do, when they say that time has passed.
        watch.close();
        policies = opened(false);
    }

    private Policies opened(boolean rotates) throws ZoneFault {
        var files = new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root));
        var opened =
                new Policies(new PolicyFiles(files), _ -> zone, watch, rotates, bound -> bound - 1);
        opened.load(EDU);
        return opened;
    }

    private static SetKey key(String name, int type) {
        return new SetKey(Name.fromConstantString(name + ".edu."), type);
    }

    private void put(String name, Kind kind) throws Exception {
        policies.put(zone, new Policy(key(name, Type.A), kind, null), _ -> {});
    }

    private Steering steering() {
        return policies.steering(CLIENT);
    }

    private List<String> told(String name, int type, Steering steering) {
        var authority = new Authority(Set.of(EDU), _ -> zone);
        var question = new Question(key(name, type).owner(), type);
        return authority.decide(question, steering) instanceof Verdict.Answer(var answers, _)
                ? answers.stream().map(Record::rdataToString).toList()
                : List.of();
    }

    private List<String> told(String name) {
        return told(name, Type.A, steering());
    }

    @Test
    void sets_turn_where_that_is_wished_and_only_there() throws Exception {
        assertThat(told("www")).isEqualTo(told("www"));
        var before = policies.generation();
        policies.rotate(EDU, true);
        assertThat(policies.generation()).isNotEqualTo(before);
        assertThat(told("www")).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(told("www")).containsExactly("10.0.0.2", "10.0.0.3", "10.0.0.1");
        assertThat(told("alias")).containsExactly("www.edu.", "10.0.0.3", "10.0.0.1", "10.0.0.2");
        assertThat(told("www")).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
        policies.rotate(EDU, false);
        assertThat(told("www")).isEqualTo(told("www"));
        // A zone may be told otherwise than the settings say.
        policies = opened(true);
        assertThat(told("www")).isEqualTo(told("www"));
    }

    @Test
    void what_turns_may_be_repeated_if_it_is_addresses() throws Exception {
        policies.rotate(EDU, true);
        for (var asked : Map.of("www", Type.A, "mail", Type.MX, "ns", Type.A).entrySet()) {
            var steering = steering();
            told(asked.getKey(), asked.getValue(), steering);
            assertThat(steering.audience())
                    .as(asked.getKey())
                    .isEqualTo(
                            switch (asked.getKey()) {
                                case "www" -> Audience.EVERYBODY_IN_TURN;
                                case "mail" -> Audience.THIS_ONE;
                                default -> Audience.EVERYBODY;
                            });
        }
    }

    @Test
    void a_policy_is_for_its_set_alone_also_behind_an_alias() throws Exception {
        put("www", new Kind.Weighted(Map.of("10.0.0.1", 0, "10.0.0.2", 0)));
        assertThat(told("www")).containsExactly("10.0.0.3");
        assertThat(told("alias")).containsExactly("www.edu.", "10.0.0.3");
        assertThat(told("mail", Type.MX, steering())).hasSize(2);
        assertThat(policies.remove(EDU, key("www", Type.A))).isTrue();
        assertThat(policies.remove(EDU, key("www", Type.A))).isFalse();
        assertThat(told("www")).hasSize(3);
    }

    @Test
    void a_wildcards_policy_is_for_the_names_it_stands_for() throws Exception {
        put("*.wild", new Kind.Weighted(Map.of("10.0.0.1", 1, "10.0.0.2", 0)));
        assertThat(told("any.wild")).containsExactly("10.0.0.1");
        assertThat(told("any.name.wild")).containsExactly("10.0.0.1");
        assertThat(told("own.wild")).hasSize(2);
    }

    @Test
    void by_subnet_others_may_be_told_otherwise_and_the_scope_says_whom() throws Exception {
        var network = Map.of(Network.parse("10.1.0.0/16"), List.of("10.0.0.2"));
        put("www", new Kind.Subnets(network, List.of("10.0.0.1")));
        var near = steering();
        assertThat(told("www", Type.A, near)).containsExactly("10.0.0.2");
        assertThat(near.audience()).isEqualTo(Audience.THIS_ONE);
        assertThat(near.scopeBits()).isEqualTo(16);
        var far = policies.steering(Network.parse("192.0.2.0/24"));
        assertThat(told("www", Type.A, far)).containsExactly("10.0.0.1");
        assertThat(far.scopeBits()).isEqualTo(1);
        var other = steering();
        assertThat(told("mail", Type.MX, other)).hasSize(2);
        assertThat(other.scopeBits()).isZero();
    }

    private void lookAtAllDue() {
        while (watch.lookAtNext()) {
            looks.add(InetAddress.getLoopbackAddress());
        }
    }

    @Test
    void who_is_down_is_left_out_until_it_is_up_again() throws Exception {
        var check = new Check(80, Duration.ofSeconds(5), Duration.ofSeconds(1));
        policies.put(zone, new Policy(key("www", Type.A), new Kind.All(), check), _ -> {});
        silent.add(InetAddress.ofLiteral("10.0.0.2"));
        lookAtAllDue();
        assertThat(looks).hasSize(3);
        // Once may be chance.
        assertThat(told("www")).hasSize(3);
        lookAtAllDue();
        assertThat(looks).hasSize(3);
        clock.add(Duration.ofSeconds(5));
        var before = policies.generation();
        lookAtAllDue();
        assertThat(policies.generation()).isNotEqualTo(before);
        assertThat(told("www")).containsExactly("10.0.0.1", "10.0.0.3");
        assertThat(watch.down()).isEqualTo(1);
        silent.addAll(
                List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("10.0.0.3")));
        for (int i = 0; i < 2; i++) {
            clock.add(Duration.ofSeconds(5));
            lookAtAllDue();
        }
        // All are down: then all are told.
        assertThat(told("www")).hasSize(3);
        silent.remove(InetAddress.ofLiteral("10.0.0.2"));
        clock.add(Duration.ofSeconds(5));
        lookAtAllDue();
        assertThat(told("www")).containsExactly("10.0.0.2");
    }

    @Test
    void who_joins_the_set_is_looked_at_and_who_leaves_is_not() throws Exception {
        var check = new Check(80, Duration.ofSeconds(5), Duration.ofSeconds(1));
        policies.put(zone, new Policy(key("www", Type.A), new Kind.All(), check), _ -> {});
        lookAtAllDue();
        zone = zone(ZONE.replace("www A 10.0.0.3", "www A 10.0.0.4"));
        policies.changed(zone);
        lookAtAllDue();
        assertThat(looks).hasSize(4);
        policies.remove(EDU, key("www", Type.A));
        clock.add(Duration.ofMinutes(1));
        lookAtAllDue();
        assertThat(looks).hasSize(4);
    }

    @Test
    void policies_survive_a_restart_and_go_with_the_zone() throws Exception {
        policies.rotate(EDU, true);
        put("www", new Kind.Weighted(Map.of("10.0.0.1", 3)));
        var check = new Check(80, Duration.ofMillis(1500), Duration.ofMillis(200));
        var near =
                new Kind.Subnets(
                        Map.of(Network.parse("2001:db8::/32"), List.of("10.0.0.2")), List.of());
        policies.put(zone, new Policy(key("*.wild", Type.A), near, check), _ -> {});
        var kept = policies.all(EDU);
        policies = opened(false);
        assertThat(policies.all(EDU)).isEqualTo(kept).hasSize(2);
        assertThat(policies.rotates(EDU)).isTrue();
        assertThat(folder.resolve("edu.policies")).exists();
        policies.forget(EDU);
        assertThat(policies.all(EDU)).isEmpty();
    }

    @Test
    void a_file_that_is_no_policies_is_refused_and_named() throws Exception {
        var pointless =
                """
                {"policies": [{"name": "www.edu", "type": "A", "kind": "all"}]}\
                """;
        for (var text : List.of("[", "{\"policies\":[{\"kind\":\"weighted\"}]}", pointless)) {
            Files.writeString(folder.resolve("edu.policies"), text);
            assertThatThrownBy(() -> opened(false))
                    .isInstanceOf(ZoneFault.class)
                    .hasMessageContaining("edu.policies");
        }
    }

    @Test
    void a_signed_zone_tells_whole_sets_and_takes_no_policy_that_selects() throws Exception {
        put("www", new Kind.Weighted(Map.of("10.0.0.1", 1, "10.0.0.2", 0, "10.0.0.3", 0)));
        zone = zone(ZONE + "@ DNSKEY 256 3 13 AQPSKmynfzW4kyBv015MUG2DeIQ3\n");
        assertThat(told("www")).hasSize(3);
        assertThatThrownBy(() -> put("www", new Kind.Weighted(Map.of("10.0.0.1", 1))))
                .isInstanceOf(PolicyConflict.class)
                .hasMessageContaining("signed");
        put("www", new Kind.All());
        assertThat(told("www")).hasSize(3);
    }

    @Test
    void there_is_a_limit_to_what_is_looked_at() throws Exception {
        var many = new StringBuilder(ZONE);
        for (int i = 0; i <= HealthWatch.TARGETS_MAX; i++) {
            many.append("many A 10.1." + i / 256 + "." + i % 256 + "\n");
        }
        zone = zone(many.toString());
        var check = new Check(80, Duration.ofSeconds(5), Duration.ofSeconds(1));
        var policy = new Policy(key("many", Type.A), new Kind.All(), check);
        assertThatThrownBy(() -> policies.put(zone, policy, _ -> {}))
                .isInstanceOf(PolicyConflict.class)
                .hasMessageContaining("256 addresses");
    }
}
