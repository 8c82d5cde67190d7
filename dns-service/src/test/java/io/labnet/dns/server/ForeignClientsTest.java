package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.peers.Program;
import io.labnet.dns.policy.HealthWatch;
import io.labnet.dns.policy.Policy.Check;
import io.labnet.dns.policy.Policy.Kind;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What dnsperf and dig see of a server that others are unkind to, or whose hosts come and go. */
@Timeout(120)
class ForeignClientsTest {
    private static final String SERVER = "127.67.8.1";
    private static final String FLOODED = "127.9.9.9";
    private static final String NEIGHBOUR = "127.9.9.10";
    private static final String STRANGER = "127.9.8.1";
    private static final int FLOOD = 5000;
    private static final int QUESTIONS = 100;
    private static final List<String> HOSTS = List.of("127.80.9.1", "127.80.9.2", "127.80.9.3");

    @TempDir Path folder;
    private final SmallInternet internet = new SmallInternet();

    ForeignClientsTest() throws IOException {}

    private String dig(String... words) throws IOException {
        var usual =
                Stream.of(
                        Program.required("dig"),
                        "@" + SERVER,
                        "-p",
                        "" + internet.port,
                        "+time=5",
                        "+tries=3");
        return Program.run("", Stream.concat(usual, Stream.of(words)).toArray(String[]::new));
    }

    /** The addresses that come of so many questions, one after the other. */
    private List<String> digged(String name, int questions) throws IOException {
        var file = Files.writeString(folder.resolve("names"), (name + "\n").repeat(questions));
        // A comment says that it has had to ask again.
        return dig("+short", "-f", file.toString())
                .lines()
                .filter(line -> !line.startsWith(";"))
                .toList();
    }

    private static long number(String said, String what) {
        var found = Pattern.compile(what + ":? +(\\d+)").matcher(said);
        assertThat(found.find()).as(what + " in " + said).isTrue();
        return Long.parseLong(found.group(1));
    }

    // The clock stands still, so that who has had too much does not get more by and by.
    @Test
    void a_flood_of_dnsperfs_is_not_amplified_and_neighbours_come_by_tcp() throws Exception {
        var text = "\"" + "x".repeat(250) + "\"";
        internet.serving(SERVER, "umass.edu.", "big 300 TXT %1$s %1$s %1$s".formatted(text))
                .open(new ListenerLimits(Duration.ofMinutes(1), 8, 8, 64, 10, 5, 2, false));
        try (internet) {
            var said =
                    Program.run(
                            "big.umass.edu TXT\n".repeat(FLOOD),
                            Program.required("dnsperf"),
                            "-s",
                            SERVER,
                            "-p",
                            "" + internet.port,
                            "-a",
                            FLOODED,
                            "-e",
                            "-n",
                            "1",
                            "-q",
                            "1000",
                            "-t",
                            "0.3");
            var sent = number(said, "Queries sent") * number(said, "request");
            var heard = number(said, "Queries completed") * number(said, "response");
            assertThat(heard).as(said).isPositive().isLessThanOrEqualTo(sent);
            assertThat(dig("-b", NEIGHBOUR, "+time=1", "big.umass.edu", "TXT"))
                    .contains("Truncated, retrying in TCP mode", "xxx", "(TCP)");
            assertThat(dig("-b", STRANGER, "big.umass.edu", "TXT"))
                    .contains("xxx", "(UDP)")
                    .doesNotContain("Truncated");
        }
    }

    private static List<byte[]> rubbish() {
        return Stream.of(BadPacketsTest.packets(), BadPacketsTest.lies(), BadPacketsTest.kinds())
                .flatMap(packets -> packets)
                .map(packet -> (byte[]) packet.get()[2])
                .toList();
    }

    /** Sends until it is told to stop, slowly enough for the others' packets to find room. */
    private int litter(CountDownLatch over) throws Exception {
        var sent = 0;
        try (var socket = new DatagramSocket()) {
            while (true) {
                for (var packet : rubbish()) {
                    socket.send(new DatagramPacket(packet, packet.length, internet.at(SERVER)));
                    sent++;
                }
                if (over.await(1, TimeUnit.MILLISECONDS)) {
                    return sent;
                }
            }
        }
    }

    @Test
    void dig_is_answered_while_somebody_sends_rubbish() throws Exception {
        internet.serving(SERVER, "umass.edu.", "gaia 300 A 127.80.0.2\n").open();
        try (internet;
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var over = new CountDownLatch(1);
            var litter = threads.submit(() -> litter(over));
            assertThat(digged("gaia.umass.edu", QUESTIONS))
                    .isEqualTo(Collections.nCopies(QUESTIONS, "127.80.0.2"));
            over.countDown();
            assertThat(litter.get()).isGreaterThan(QUESTIONS);
            assertThat(internet.counted("dropped")).isPositive();
            assertThat(internet.counted("queries")).isGreaterThan(QUESTIONS);
        }
    }

    private static ServerSocket listener(String host, int port) throws IOException {
        return new ServerSocket(port, 8, InetAddress.ofLiteral(host));
    }

    @Test
    void dig_is_told_hosts_by_weight_and_none_that_has_stopped() throws Exception {
        var records = "www 60 A " + String.join("\nwww 60 A ", HOSTS) + "\n";
        var listeners = new ArrayList<ServerSocket>();
        try (internet;
                var watch = new HealthWatch(new TcpProbe(), Clock.systemUTC(), _ -> {})) {
            for (var host : HOSTS) {
                listeners.add(listener(host, internet.port));
            }
            var steered = new Steered(folder, records, watch);
            var check = new Check(internet.port, Duration.ofMillis(100), Duration.ofSeconds(5));
            var weights = Map.of(HOSTS.get(0), 1, HOSTS.get(1), 3, HOSTS.get(2), 0);
            steered.put("www", new Kind.Weighted(weights), check);
            internet.with(SERVER, steered.service(false)).open();
            var told = digged("www.edu", QUESTIONS);
            assertThat(told).hasSize(QUESTIONS).doesNotContain(HOSTS.get(2));
            assertThat(Collections.frequency(told, HOSTS.get(1)))
                    .isGreaterThan(Collections.frequency(told, HOSTS.get(0)));
            listeners.get(1).close();
            await().untilAsserted(
                            () -> assertThat(digged("www.edu", 20)).containsOnly(HOSTS.getFirst()));
            listeners.set(1, listener(HOSTS.get(1), internet.port));
            await().untilAsserted(() -> assertThat(digged("www.edu", 20)).contains(HOSTS.get(1)));
        } finally {
            for (var listener : listeners) {
                listener.close();
            }
        }
    }
}
