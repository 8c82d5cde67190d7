package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.FreePort;
import io.labnet.dns.message.Question;
import io.labnet.dns.peers.Named;
import io.labnet.dns.resolver.Conduct;
import io.labnet.dns.resolver.Detour;
import io.labnet.dns.resolver.Outcome;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.server.CookieJar.Standing;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The resolver's side of cookies, with servers that want them, have them or know none. */
class ResolverCookiesTest {
    private static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.72.0.1", 53);
    private static final InetSocketAddress OTHER = new InetSocketAddress("127.72.0.2", 53);
    private static final String ROOT = "127.72.0.1";

    private final SmallInternet internet = new SmallInternet();
    private final CookieJar jar = new CookieJar(new SecureRandom());

    ResolverCookiesTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    private static Message replyWith(byte[] client, byte... server) {
        var reply = new Message();
        var cookie =
                server.length == 0 ? new CookieOption(client) : new CookieOption(client, server);
        reply.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(cookie)), Section.ADDITIONAL);
        return reply;
    }

    private byte[] ours() {
        return jar.of(SERVER).getClientCookie();
    }

    @Test
    void each_server_has_a_cookie_of_its_own_and_gets_back_what_it_has_brought() {
        assertThat(ours()).hasSize(8).isEqualTo(ours());
        assertThat(jar.of(OTHER).getClientCookie()).isNotEqualTo(ours());
        assertThat(jar.of(SERVER).getServerCookie()).isEmpty();
        var theirs = new byte[] {1, 2, 3, 4, 5, 6, 7, 8};
        assertThat(jar.see(SERVER, replyWith(ours(), theirs))).isEqualTo(Standing.FITS);
        assertThat(jar.of(SERVER).getServerCookie()).hasValue(theirs);
        assertThat(jar.of(OTHER).getServerCookie()).isEmpty();
    }

    @Test
    void who_lacks_a_cookie_or_brings_a_wrong_one_is_found_out() {
        assertThat(jar.see(SERVER, new Message())).isEqualTo(Standing.FITS);
        assertThat(jar.see(SERVER, replyWith(new byte[8]))).isEqualTo(Standing.FORGED);
        assertThat(jar.see(SERVER, replyWith(ours(), new byte[16]))).isEqualTo(Standing.FITS);
        assertThat(jar.see(SERVER, new Message())).isEqualTo(Standing.LACKS);
        jar.forget(SERVER);
        assertThat(jar.see(SERVER, new Message())).isEqualTo(Standing.FITS);
    }

    @Test
    void no_more_servers_are_remembered_than_there_is_room_for() {
        for (int port = 1; port <= CookieJar.SERVERS_MAX + 1; port++) {
            var server = new InetSocketAddress("127.72.0.3", port);
            jar.see(server, replyWith(jar.of(server).getClientCookie(), new byte[8]));
        }
        var first = new InetSocketAddress("127.72.0.3", 1);
        assertThat(jar.of(first).getServerCookie()).isEmpty();
        var second = new InetSocketAddress("127.72.0.3", 2);
        assertThat(jar.of(second).getServerCookie()).isPresent();
    }

    private static String ask(Resolver resolver, String name) throws Exception {
        var question = new Question(Name.fromString(name), Type.A);
        return resolver.resolve(question, CLIENT) instanceof Outcome.Answer(var records)
                ? records.stream().map(Record::rdataToString).toList().toString()
                : "none";
    }

    private double queries(String protocol) {
        return internet
                .meters
                .find("labnet.dns.queries")
                .tag("protocol", protocol)
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void a_server_that_wants_a_cookie_gets_it_by_udp() throws Exception {
        internet.serving(ROOT, ".", "www. 60 A 127.80.0.1\nmail. 60 A 127.80.0.2\n");
        internet.open(new ListenerLimits(Duration.ofMinutes(1), 8, 8, 0, 0, 0, 0, true));
        var resolver = internet.resolver(ROOT);
        assertThat(ask(resolver, "www.")).isEqualTo("[127.80.0.1]");
        assertThat(queries("udp")).isEqualTo(2);
        assertThat(ask(resolver, "mail.")).isEqualTo("[127.80.0.2]");
        assertThat(queries("udp")).isEqualTo(3);
        assertThat(queries("tcp")).isZero();
    }

    @Test
    void bind_gets_the_cookie_that_it_requires(@TempDir Path folder) throws Exception {
        var file = folder.resolve("zone");
        Files.writeString(
                file,
                """
                $ORIGIN umass.edu.
                @ 60 SOA ns root 1 1 1 1 60
                @ 60 NS ns
                ns 60 A 127.0.0.1
                www 60 A 127.80.0.1
                mail 60 A 127.80.0.2
                """);
        var zone = "zone umass.edu { type primary; file \"" + file + "\"; };";
        var view = "view all { require-server-cookie yes; " + zone + " };\n";
        var port = FreePort.find();
        try (var named = new Named(folder.resolve("named"), port, view)) {
            var stub = Detour.stub("umass.edu=127.0.0.1:" + named.port, 53);
            var limits = SmallInternet.PATIENT;
            var conduct = Conduct.USUAL.priming(false);
            var resolver = internet.resolver(limits, List.of(stub), conduct, ROOT);
            await().until(() -> named.log().contains("all zones loaded"));
            assertThat(ask(resolver, "www.umass.edu.")).isEqualTo("[127.80.0.1]");
            var withTheCookie = internet.counted("upstream-queries");
            assertThat(ask(resolver, "mail.umass.edu.")).isEqualTo("[127.80.0.2]");
            assertThat(internet.counted("upstream-queries")).isEqualTo(withTheCookie + 1);
        }
    }

    private static void answer(
            DatagramSocket socket, DatagramPacket packet, String address, byte @Nullable [] client)
            throws IOException {
        var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        var reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        var name = query.getQuestion().getName();
        var to = InetAddress.ofLiteral(address);
        reply.addRecord(new ARecord(name, DClass.IN, 60, to), Section.ANSWER);
        if (client != null) {
            reply.addRecord(replyWith(client, new byte[8]).getOPT(), Section.ADDITIONAL);
        }
        var wire = reply.toWire();
        socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
    }

    private static byte[] clientCookie(DatagramPacket packet) throws IOException {
        var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        var option = query.getOPT().getOptions(EDNSOption.Code.COOKIE).getFirst();
        return ((CookieOption) option).getClientCookie();
    }

    /** A server that has cookies, until it has none any longer. */
    private static void serve(DatagramSocket socket) {
        var packet = new DatagramPacket(new byte[1500], 1500);
        try {
            for (int queries = 1; ; queries++) {
                packet.setLength(1500);
                socket.receive(packet);
                if (queries == 2) {
                    answer(socket, packet, "127.66.6.6", new byte[8]);
                }
                var cookie = queries > 2 ? null : clientCookie(packet);
                answer(socket, packet, "127.80.0." + queries, cookie);
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    @Test
    void who_has_brought_a_cookie_must_bring_it_again_or_be_a_stranger() throws Exception {
        try (var socket = new DatagramSocket(internet.at(ROOT))) {
            Thread.ofVirtual().start(() -> serve(socket));
            var resolver = internet.resolver(ROOT);
            assertThat(ask(resolver, "www.")).isEqualTo("[127.80.0.1]");
            // What comes first is somebody else's, who does not know our cookie.
            assertThat(ask(resolver, "mail.")).isEqualTo("[127.80.0.2]");
            // It has none any longer, nor TCP to confirm it by; asked again, it need not have.
            assertThat(ask(resolver, "ftp.")).isEqualTo("[127.80.0.4]");
            assertThat(ask(resolver, "ns.")).isEqualTo("[127.80.0.5]");
        }
    }
}
