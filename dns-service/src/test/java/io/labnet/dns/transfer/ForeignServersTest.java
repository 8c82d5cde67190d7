package io.labnet.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.FreePort;
import io.labnet.dns.peers.Knot;
import io.labnet.dns.peers.Named;
import io.labnet.dns.peers.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Primary and secondary of BIND and of Knot, with dig and nsupdate as clients. */
class ForeignServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String KEY = "hmac-sha256:lab-key:" + Desk.SECRET;

    @TempDir Path folder;

    private static String dig(int port, String... arguments) throws IOException {
        var command = new String[arguments.length + 6];
        command[0] = Program.required("dig");
        command[1] = "@127.0.0.1";
        command[2] = "-p";
        command[3] = String.valueOf(port);
        command[4] = "+tries=1";
        command[5] = "+time=2";
        System.arraycopy(arguments, 0, command, 6, arguments.length);
        return Program.run("", command);
    }

    private static String nsupdate(int port, String commands) throws IOException {
        var script = "server 127.0.0.1 " + port + "\nzone lab.example\n" + commands + "\nsend\n";
        return Program.run(script, Program.required("nsupdate"), "-y", KEY);
    }

    private static void answers(int port, String name, String type, String data) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(dig(port, "+short", name, type).strip()).isEqualTo(data));
    }

    private static String namedKey() {
        return "key \"lab-key\" { algorithm hmac-sha256; secret \"%s\"; };\n"
                .formatted(Desk.SECRET);
    }

    private static String knotKey() {
        return """
        key:
          - id: lab-key
            algorithm: hmac-sha256
            secret: %s
        """
                .formatted(Desk.SECRET);
    }

    @Test
    void bind_copies_our_zone_and_follows_our_changes() throws Exception {
        try (var ours = Desk.primary(folder.resolve("ours"));
                var named =
                        new Named(
                                folder.resolve("named"),
                                FreePort.find(),
                                namedKey()
                                        + """
                                        zone "lab.example" {
                                          type secondary;
                                          primaries { 127.0.0.1 port %d key "lab-key"; };
                                          file "lab.example.db";
                                        };
                                        """
                                                .formatted(ours.port))) {
            follows(ours, named.port);
        }
    }

    @Test
    void knot_copies_our_zone_and_follows_our_changes() throws Exception {
        try (var ours = Desk.primary(folder.resolve("ours"));
                var knot =
                        new Knot(
                                folder.resolve("knot"),
                                FreePort.find(),
                                knotKey()
                                        + """
                                        remote:
                                          - id: ours
                                            address: 127.0.0.1@%d
                                            key: lab-key
                                        acl:
                                          - id: notified
                                            address: 127.0.0.1
                                            action: notify
                                        zone:
                                          - domain: lab.example
                                            master: ours
                                            acl: notified
                                        """
                                                .formatted(ours.port))) {
            follows(ours, knot.port);
        }
    }

    private void follows(Desk ours, int theirs) throws Exception {
        answers(theirs, "www.lab.example", "A", "192.0.2.2");
        assertThat(ours.counted("transfers-out", "kind", "axfr")).isEqualTo(1);
        ours.notifying(theirs, false);
        assertThat(
                        nsupdate(
                                ours.port,
                                """
                                prereq nxdomain new.lab.example.
                                update add new.lab.example. 60 A 192.0.2.9
                                update delete www.lab.example. A
                                update add www.lab.example. 60 A 192.0.2.3\
                                """))
                .isEmpty();
        answers(theirs, "new.lab.example", "A", "192.0.2.9");
        answers(theirs, "www.lab.example", "A", "192.0.2.3");
        assertThat(dig(theirs, "+short", "lab.example", "SOA")).contains(" 11 ");
        assertThat(ours.counted("transfers-out", "kind", "axfr")).isEqualTo(1);
        assertThat(ours.counted("transfers-out", "kind", "ixfr")).isEqualTo(1);
    }

    @Test
    void we_copy_a_zone_of_bind_and_follow_its_changes() throws Exception {
        var theirs = Files.createDirectories(folder.resolve("named"));
        Files.writeString(theirs.resolve("lab.example.db"), Desk.TEXT);
        var port = FreePort.find();
        try (var ours = Desk.secondary(folder.resolve("ours"), loopback(port), true);
                var named =
                        new Named(
                                theirs,
                                port,
                                namedKey()
                                        + """
                                        zone "lab.example" {
                                          type primary;
                                          file "lab.example.db";
                                          allow-update { key "lab-key"; };
                                          allow-transfer { key "lab-key"; };
                                          also-notify { 127.0.0.1 port %d key "lab-key"; };
                                        };
                                        """
                                                .formatted(ours.port))) {
            copies(ours, named.port);
        }
    }

    @Test
    void we_copy_a_zone_of_knot_with_its_digest_and_follow_its_changes() throws Exception {
        var theirs = Files.createDirectories(folder.resolve("knot"));
        Files.writeString(theirs.resolve("lab.example.zone"), Desk.TEXT);
        var port = FreePort.find();
        try (var ours = Desk.secondary(folder.resolve("ours"), loopback(port), true);
                var knot =
                        new Knot(
                                theirs,
                                port,
                                knotKey()
                                        + """
                                        remote:
                                          - id: ours
                                            address: 127.0.0.1@%d
                                            key: lab-key
                                        acl:
                                          - id: lab
                                            key: lab-key
                                            action: [transfer, update]
                                        zone:
                                          - domain: lab.example
                                            storage: "%s"
                                            file: lab.example.zone
                                            notify: ours
                                            acl: lab
                                            zonemd-generate: zonemd-sha512
                                        """
                                                .formatted(ours.port, theirs))) {
            copies(ours, knot.port);
        }
    }

    private void copies(Desk ours, int theirs) throws Exception {
        answers(theirs, "www.lab.example", "A", "192.0.2.2");
        ours.started();
        answers(ours.port, "www.lab.example", "A", "192.0.2.2");
        assertThat(nsupdate(theirs, "update add new.lab.example. 60 A 192.0.2.9")).isEmpty();
        answers(ours.port, "new.lab.example", "A", "192.0.2.9");
        assertThat(ours.counted("transfers-in", "kind", "axfr")).isEqualTo(1);
        assertThat(ours.counted("transfers-in", "kind", "ixfr")).isEqualTo(1);
        // A copy is served at once after a restart, whether the primary is there or not.
        try (var again = Desk.secondary(folder.resolve("ours"), loopback(1), true)) {
            assertThat(dig(again.port, "+short", "new.lab.example", "A").strip())
                    .isEqualTo("192.0.2.9");
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    @Test
    void dig_transfers_with_a_key_and_not_without() throws Exception {
        try (var ours = Desk.primary(folder.resolve("ours"))) {
            assertThat(dig(ours.port, "lab.example", "AXFR")).contains("Transfer failed");
            var whole = dig(ours.port, "-y", KEY, "lab.example", "AXFR");
            assertThat(whole).contains("192.0.2.2", "XFR size: 5 records").doesNotContain("BADSIG");
            nsupdate(ours.port, "update add new.lab.example. 60 A 192.0.2.9");
            var changes = dig(ours.port, "-y", KEY, "lab.example", "IXFR=10");
            assertThat(changes).contains("192.0.2.9").doesNotContain("192.0.2.2");
            var unknown = dig(ours.port, "-y", KEY, "lab.example", "IXFR=3");
            assertThat(unknown).contains("192.0.2.9", "192.0.2.2");
            var current = dig(ours.port, "-y", KEY, "lab.example", "IXFR=11");
            assertThat(current).contains("XFR size: 1 records");
            var datagram = dig(ours.port, "-y", KEY, "+notcp", "lab.example", "IXFR=10");
            assertThat(datagram).contains("SOA", " 11 ").doesNotContain("192.0.2.9");
            assertThat(dig(ours.port, "-y", KEY, "+norecurse", "lab.example", "SOA"))
                    .contains("status: NOERROR", "flags: qr aa", "TSIG PSEUDOSECTION");
        }
    }

    @Test
    void nsupdate_is_told_why_it_may_not() throws Exception {
        try (var ours = Desk.primary(folder.resolve("ours"))) {
            var program = Program.required("nsupdate");
            var script =
                    """
                    server 127.0.0.1 %d
                    zone lab.example
                    update add new.lab.example. 60 A 192.0.2.9
                    send
                    """
                            .formatted(ours.port);
            assertThat(Program.run(script, program)).contains("REFUSED");
            var wrong = "hmac-sha256:lab-key:YW5vdGhlciBzZWNyZXQgb2YgdGhlIHNhbWUgbmFtZQ==";
            assertThat(Program.run(script, program, "-y", wrong)).contains("BADSIG");
            var unknown = "hmac-sha256:nobody:" + Desk.SECRET;
            assertThat(Program.run(script, program, "-y", unknown)).contains("BADKEY");
            assertThat(
                            nsupdate(
                                    ours.port,
                                    """
                                    prereq yxrrset www.lab.example. MX
                                    update add new.lab.example. 60 A 192.0.2.9\
                                    """))
                    .contains("NXRRSET");
            assertThat(ours.serial()).isEqualTo(10);
        }
    }
}
