package io.labnet.dns.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.authority.Verdict.Answer;
import io.labnet.dns.authority.Verdict.Delegation;
import io.labnet.dns.authority.Verdict.NameError;
import io.labnet.dns.authority.Verdict.NameTooLong;
import io.labnet.dns.authority.Verdict.NoData;
import io.labnet.dns.authority.Verdict.NotReady;
import io.labnet.dns.authority.Verdict.Refused;
import io.labnet.dns.message.Question;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Each file of {@code scenarios/authority} is one question, and all that the answer must have. */
class AuthorityTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> scenarios() throws Exception {
        var zone = zone("example.", Files.readString(SCENARIOS.resolve("example.zone")));
        var authority = new Authority(Set.of(zone.origin()), Map.of(zone.origin(), zone)::get);
        try (var files = Files.list(SCENARIOS.resolve("authority"))) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(title(file), () -> play(file, authority)));
        }
    }

    private static String title(Path file) {
        return String.valueOf(file.getFileName()).replace(".scenario", "");
    }

    private static void play(Path file, Authority authority) throws IOException {
        var lines = Files.readAllLines(file).stream().filter(l -> !l.startsWith("#")).toList();
        var question = question(lines.getFirst().split(" "));
        var expected = lines.subList(1, lines.size());
        assertThat(told(authority.decide(question))).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Question question(String... words) throws IOException {
        return new Question(Name.fromString(words[2], Name.root), Type.value(words[1]));
    }

    private static List<String> told(Verdict verdict) {
        var lines = new ArrayList<String>();
        lines.add("says " + verdict.getClass().getSimpleName());
        switch (verdict) {
            case Answer(var answers, var additional) -> {
                add(lines, "answer", answers);
                add(lines, "additional", additional);
            }
            case Delegation(var aliases, var nameServers, var glue, var siblings) -> {
                add(lines, "answer", aliases);
                add(lines, "authority", nameServers);
                add(lines, "additional", glue);
                add(lines, "additional", siblings);
            }
            case NameError(var aliases, var soa) -> {
                add(lines, "answer", aliases);
                add(lines, "authority", List.of(soa));
            }
            case NoData(var aliases, var soa) -> {
                add(lines, "answer", aliases);
                add(lines, "authority", List.of(soa));
            }
            case NameTooLong(var aliases) -> add(lines, "answer", aliases);
            case Refused(), NotReady() -> {}
        }
        return lines;
    }

    private static void add(List<String> lines, String section, List<Record> records) {
        for (var r : records) {
            lines.add(
                    String.join(
                            " ",
                            section,
                            r.getName().toString(),
                            Long.toString(r.getTTL()),
                            Type.string(r.getType()),
                            r.rdataToString()));
        }
    }

    private static Zone zone(String origin, String text) throws Exception {
        return MasterFile.read(Name.fromString(origin), text);
    }

    private static String small(String records) {
        return "@ 60 SOA ns hostmaster 1 1 1 1 60\n@ 60 NS ns\nns 60 A 127.0.0.1\n" + records;
    }

    @Test
    void the_nearest_zone_answers_when_a_server_has_parent_and_child() throws Exception {
        var parent = zone("edu.", small("umass 60 NS ns.umass\n"));
        var child = zone("umass.edu.", small("www 60 A 127.0.0.9\n"));
        var authority =
                new Authority(
                        Set.of(parent.origin(), child.origin()),
                        Map.of(parent.origin(), parent, child.origin(), child)::get);
        assertThat(told(authority.decide(question("ask", "A", "www.umass.edu"))))
                .containsExactly("says Answer", "answer www.umass.edu. 60 A 127.0.0.9");
        // But the DS of the child is the parent's (RFC 4035 section 3.1.4.1).
        assertThat(told(authority.decide(question("ask", "DS", "umass.edu"))))
                .contains("says NoData")
                .anyMatch(line -> line.startsWith("authority edu. 60 SOA"));
    }

    @Test
    void an_alias_is_followed_from_zone_to_zone() throws Exception {
        var com = zone("com.", small("www 60 CNAME shop.edu.\n"));
        var edu = zone("edu.", small("shop 60 A 127.0.0.7\n"));
        var authority =
                new Authority(
                        Set.of(com.origin(), edu.origin()),
                        Map.of(com.origin(), com, edu.origin(), edu)::get);
        assertThat(told(authority.decide(question("ask", "A", "www.com"))))
                .containsExactly(
                        "says Answer",
                        "answer www.com. 60 CNAME shop.edu.",
                        "answer shop.edu. 60 A 127.0.0.7");
    }

    @Test
    void a_long_chain_of_aliases_is_cut_off() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("a" + i + " 60 CNAME a" + (i + 1) + "\n");
        }
        var zone = zone("edu.", small(text.toString()));
        var authority = new Authority(Set.of(zone.origin()), Map.of(zone.origin(), zone)::get);
        assertThat(told(authority.decide(question("ask", "A", "a0.edu")))).hasSizeBetween(10, 20);
    }

    @Test
    void a_name_too_long_for_a_wildcard_is_a_name_error() throws Exception {
        var label = "x".repeat(63) + ".";
        var zone = zone("edu.", small((label.repeat(3) + "y".repeat(56)) + " 60 A 127.0.0.1\n"));
        var authority = new Authority(Set.of(zone.origin()), Map.of(zone.origin(), zone)::get);
        var deepest = "z." + label.repeat(3) + "y".repeat(55) + ".edu";
        assertThat(told(authority.decide(question("ask", "A", deepest))))
                .contains("says NameError");
    }

    @Test
    void who_asks_the_wrong_server_is_told_so() throws Exception {
        var zone = zone("edu.", small(""));
        var service = OracleTest.service(Map.of(zone.origin(), zone));
        var reply = OracleTest.reply(service, question("ask", "A", "www.com"));
        assertThat(reply.rcode()).isEqualTo(Rcode.REFUSED);
        // RFC 8914 section 4.21.
        assertThat(reply.error()).isNotNull().returns(20, error -> error.code());
    }
}
