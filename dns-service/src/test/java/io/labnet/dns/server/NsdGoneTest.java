package io.labnet.dns.server;

import static io.labnet.dns.server.SmallInternet.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.peers.Nsd;
import io.labnet.dns.peers.Program;
import io.labnet.dns.resolver.Detour;
import io.labnet.dns.resolver.Resolver;
import io.labnet.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/** What our resolver tells dig, kdig and delv before the NSD that it asks is gone, and after it. */
@Timeout(120)
class NsdGoneTest {
    private static final String LOCAL = "127.68.9.1";
    private static final String UMASS = "127.68.9.2";
    private static final Name ORIGIN = Name.fromConstantString("umass.edu.");
    private static final String ZONE =
            """
            $ORIGIN umass.edu.
            @ 60 IN SOA ns root 1 3600 600 86400 60
            @ 600 IN NS ns
            ns 600 IN A 127.68.9.2
            gaia 100 IN A 127.80.0.2
            """;

    @TempDir Path folder;

    private static void local(SmallInternet internet, Resolver resolver) throws IOException {
        var everybody = List.of(Network.parse("127.0.0.0/8"));
        internet.with(LOCAL, new RecursiveService(resolver, everybody, internet.traffic)).open();
    }

    private static String asked(SmallInternet internet, String program, String... words)
            throws IOException {
        var usual = Stream.of(Program.required(program), "@" + LOCAL, "-p", "" + internet.port);
        return Program.run("", Stream.concat(usual, Stream.of(words)).toArray(String[]::new));
    }

    private static String dig(SmallInternet internet, String name) throws IOException {
        return asked(internet, "dig", "+time=15", "+tries=1", name).replaceAll("\\s+", " ");
    }

    @Test
    void what_is_asked_for_often_is_fetched_before_its_end_and_told_after_it() throws Exception {
        var internet = new SmallInternet();
        var nsd = Nsd.start(folder, internet.at(UMASS), Map.of("umass.edu", ZONE));
        try (internet) {
            var detour = new Detour(ORIGIN, internet.at(UMASS), false);
            local(internet, internet.resolver(PATIENT, List.of(detour)));
            assertThat(dig(internet, "gaia.umass.edu")).contains(" 100 IN A 127.80.0.2");
            internet.clock.add(Duration.ofSeconds(95));
            assertThat(dig(internet, "gaia.umass.edu")).contains(" 5 IN A 127.80.0.2");
            await().untilAsserted(() ->
                    assertThat(dig(internet, "gaia.umass.edu")).contains(" 100 IN A 127.80.0.2"));
            assertThat(internet.counted("upstream-queries")).isEqualTo(2);
            nsd.close();
            internet.clock.add(Duration.ofSeconds(200));
            assertThat(dig(internet, "gaia.umass.edu"))
                    .contains("status: NOERROR", "EDE: 3 (Stale Answer)", " 30 IN A 127.80.0.2");
            assertThat(dig(internet, "nobody.umass.edu")).contains("status: SERVFAIL", "EDE: 2");
        } finally {
            nsd.close();
        }
    }

    @Test
    void what_follows_from_a_proof_needs_nobody_to_be_asked() throws Exception {
        try (var world = new SignedHierarchy(folder)) {
            world.with(world.signed("umass", "gaia 300 IN A 127.80.0.2\n")).open();
            local(world.internet, world.resolver());
            assertThat(kdig(world, "nobody.umass.edu")).contains("status: NXDOMAIN", " ad;");
            assertThat(delv(world, "nobody.umass.edu")).contains("fully validated");
            world.endServers();
            assertThat(kdig(world, "nobody2.umass.edu"))
                    .contains("status: NXDOMAIN", " ad;", "EDE: 29");
            assertThat(delv(world, "nobody3.umass.edu"))
                    .contains("negative response, fully validated");
            // Beyond what was proved nobody knows anything now.
            assertThat(kdig(world, "zebra.umass.edu")).contains("status: SERVFAIL");
        }
    }

    private static String kdig(SignedHierarchy world, String name) throws IOException {
        return asked(world.internet, "kdig", "+dnssec", "+timeout=15", "+retry=0", name);
    }

    private String delv(SignedHierarchy world, String name) throws IOException {
        return asked(
                world.internet, "delv", "-a", world.anchor(folder).toString(), "+root=.", name);
    }
}
