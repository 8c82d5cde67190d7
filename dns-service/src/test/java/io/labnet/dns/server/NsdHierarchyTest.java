package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import io.labnet.dns.peers.Nsd;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.resolver.Step;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Our resolver goes down a hierarchy of which every server is NSD. */
class NsdHierarchyTest {
    private static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final String ROOT = "127.68.0.1";
    private static final String EDU = "127.68.1.1";
    private static final String UMASS = "127.68.2.1";
    private static final String APEX = "@ 60 IN SOA ns root 1 3600 600 86400 60\n@ 600 NS ns\n";

    @TempDir Path folder;
    private final SmallInternet internet = new SmallInternet();
    private final List<Nsd> running = new ArrayList<>();
    private Resolver resolver = internet.resolver(ROOT);

    NsdHierarchyTest() throws Exception {}

    @BeforeEach
    void world() throws Exception {
        serve(ROOT, ".", "edu. 600 NS ns.edu.\nns.edu. 600 A " + EDU + "\n");
        serve(
                EDU,
                "edu.",
                """
                umass 600 NS ns.umass
                ns.umass 600 A 127.68.2.1
                old 600 DNAME umass.edu.
                """);
        var longText = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            longText.append("long 60 TXT \"line %02d %s\"\n".formatted(i, "x".repeat(60)));
        }
        serve(
                UMASS,
                "umass.edu.",
                """
                gaia.cs 300 A 127.80.0.2
                www 300 CNAME gaia.cs
                *.dorm 300 A 127.80.0.3
                """
                        + longText);
    }

    private void serve(String address, String origin, String records) throws Exception {
        var own = Files.createDirectory(folder.resolve("nsd" + running.size()));
        var text =
                "$ORIGIN %s\n$TTL 600\n%sns 600 A %s\n%s".formatted(origin, APEX, address, records);
        running.add(Nsd.start(own, internet.at(address), Map.of(origin, text)));
    }

    @AfterEach
    void close() throws Exception {
        running.forEach(Nsd::close);
        internet.close();
    }

    private List<String> ask(String name, int type) throws Exception {
        var outcome =
                resolver.resolve(new Question(Name.fromString(name, Name.root), type), CLIENT);
        return switch (outcome) {
            case Outcome.Answer(var records) ->
                    records.stream().map(r -> r.getName() + " " + r.rdataToString()).toList();
            case Outcome.NoSuchName _ -> List.of("no such name");
            case Outcome.NoData _ -> List.of("no data");
            case Outcome.TooLong _ -> List.of("too long");
            case Outcome.Failed(var trouble) -> List.of(trouble.reason());
            case Outcome.Judged(var inner, _) -> List.of(inner.toString());
            case Outcome.Noted(_, var note) -> List.of(note.reason());
        };
    }

    // Without the silences of a machine that has too much to do: whoever is silent is asked again.
    private List<String> steps() {
        return internet.log.newestFirst().getFirst().steps().stream()
                .map(Step::kind)
                .filter(kind -> !kind.equals("silence"))
                .toList();
    }

    @Test
    void addresses_aliases_and_wildcards_are_found() throws Exception {
        assertThat(ask("gaia.cs.umass.edu", Type.A))
                .containsExactly("gaia.cs.umass.edu. 127.80.0.2");
        assertThat(steps()).containsExactly("referral", "referral", "answer");
        assertThat(ask("www.umass.edu", Type.A))
                .containsExactly(
                        "www.umass.edu. gaia.cs.umass.edu.", "gaia.cs.umass.edu. 127.80.0.2");
        assertThat(ask("room-7.dorm.umass.edu", Type.A))
                .containsExactly("room-7.dorm.umass.edu. 127.80.0.3");
    }

    @Test
    void what_does_not_exist_is_known_afterwards() throws Exception {
        assertThat(ask("nowhere.umass.edu", Type.A)).containsExactly("no such name");
        assertThat(ask("below.nowhere.umass.edu", Type.A)).containsExactly("no such name");
        assertThat(steps()).isEmpty();
        assertThat(ask("cs.umass.edu", Type.A)).containsExactly("no data");
    }

    @Test
    void a_dname_is_followed() throws Exception {
        assertThat(ask("gaia.cs.old.edu", Type.A))
                .containsExactly(
                        "old.edu. umass.edu.",
                        "gaia.cs.old.edu. gaia.cs.umass.edu.",
                        "gaia.cs.umass.edu. 127.80.0.2");
    }

    @Test
    void a_long_set_is_fetched_by_tcp() throws Exception {
        assertThat(ask("long.umass.edu", Type.TXT)).hasSize(30);
    }
}
