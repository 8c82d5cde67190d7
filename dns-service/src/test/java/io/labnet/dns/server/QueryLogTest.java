package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import tools.jackson.databind.json.JsonMapper;

class QueryLogTest {
    private static final Client CLIENT =
            new Client(
                    new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5353),
                    new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53),
                    Transport.TCP,
                    false);

    @TempDir Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private QueryLog log(long bytes, int files) {
        var file = folder.resolve("dns").resolve("queries.jsonl");
        return new QueryLog(file, bytes, files, MutableClock.epochUTC(), meters);
    }

    private static void add(QueryLog log, int number) throws Exception {
        var name = Name.fromString("host" + number + ".umass.edu.");
        log.add(CLIENT, Opcode.QUERY, new Question(name, Type.A), Rcode.NOERROR, 1);
    }

    private List<String> lines(String file) throws Exception {
        return Files.readAllLines(folder.resolve("dns").resolve(file));
    }

    @Test
    void a_line_says_who_asked_what_and_was_told_what() throws Exception {
        try (var log = log(10_000, 2)) {
            add(log, 1);
            log.add(CLIENT, Opcode.QUERY, null, Rcode.FORMERR, 0);
        }
        var json = new JsonMapper();
        var lines = lines("queries.jsonl");
        assertThat(json.readTree(lines.getFirst()))
                .isEqualTo(
                        json.readTree(
                                """
                                {"at": "1970-01-01T00:00:00Z", "protocol": "tcp",
                                 "client": "192.0.2.1:5353", "server": "192.0.2.53:53",
                                 "opcode": "QUERY", "name": "host1.umass.edu", "type": "A",
                                 "rcode": "NOERROR", "answers": 1}\
                                """));
        assertThat(json.readTree(lines.getLast()).path("rcode").asString()).isEqualTo("FORMERR");
    }

    @Test
    void there_are_so_many_files_of_so_many_bytes_and_the_newest_lines_stay() throws Exception {
        for (int start = 0; start < 2; start++) {
            try (var log = log(1000, 3)) {
                for (int i = 0; i < 50; i++) {
                    add(log, 50 * start + i);
                }
            }
        }
        var kept = new ArrayList<String>();
        for (var file : List.of("queries.jsonl.2", "queries.jsonl.1", "queries.jsonl")) {
            assertThat(Files.size(folder.resolve("dns").resolve(file))).isBetween(1L, 1000L);
            kept.addAll(lines(file));
        }
        assertThat(Files.exists(folder.resolve("dns").resolve("queries.jsonl.3"))).isFalse();
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i)).contains("\"host" + (100 - kept.size() + i) + ".umass.edu\"");
        }
        assertThat(meters.counter("labnet.dns.query-log-lost").count()).isZero();
    }

    @Test
    void what_cannot_be_written_is_counted() throws Exception {
        Files.writeString(folder.resolve("dns"), "in the way of the folder");
        try (var log = log(1000, 3)) {
            add(log, 1);
            add(log, 2);
        }
        assertThat(meters.counter("labnet.dns.query-log-lost").count()).isEqualTo(2);
    }
}
