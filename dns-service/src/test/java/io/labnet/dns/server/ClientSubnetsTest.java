package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.peers.Program;
import io.labnet.dns.policy.Policy.Kind;
import io.labnet.network.Network;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a server makes of what resolvers say of their clients (RFC 7871), asked by dig. */
class ClientSubnetsTest {
    private static final String HONOURING = "127.67.2.1";
    private static final String OTHER = "127.67.2.2";
    private static final String RECORDS =
            "www A 10.0.0.1\nwww A 10.0.0.2\nwww A 10.0.0.3\nsub NS ns.sub\nns.sub A 10.0.0.8\n";

    @TempDir Path folder;
    private final SmallInternet internet = new SmallInternet();

    ClientSubnetsTest() throws IOException {}

    @BeforeEach
    void open() throws Exception {
        var subnets = new LinkedHashMap<Network, List<String>>();
        subnets.put(Network.parse("10.1.0.0/16"), List.of("10.0.0.1"));
        subnets.put(Network.parse("2001:db8::/32"), List.of("10.0.0.2"));
        subnets.put(Network.parse("127.0.0.0/24"), List.of("10.0.0.3"));
        var edu = new Steered(folder, RECORDS);
        edu.put("www", new Kind.Subnets(subnets, List.of("10.0.0.2", "10.0.0.3")));
        internet.with(HONOURING, edu.service(true)).with(OTHER, edu.service(false)).open();
    }

    @AfterEach
    void close() throws Exception {
        internet.close();
    }

    /** What dig prints, blanks as one. */
    private String dig(String server, String... more) throws IOException {
        var command = Program.required("dig") + " @" + server + " -p " + internet.port;
        var options = " +norecurse +tries=1 " + String.join(" ", more);
        return Program.run("", (command + options).split(" ")).replaceAll("[ \t]+", " ");
    }

    @Test
    void a_resolvers_clients_are_told_what_is_near_to_them_and_for_whom_that_is() throws Exception {
        assertThat(dig(HONOURING, "+subnet=10.1.2.0/24", "www.edu"))
                .contains("IN A 10.0.0.1", "; CLIENT-SUBNET: 10.1.2.0/24/16")
                .doesNotContain("IN A 10.0.0.2", "IN A 10.0.0.3");
        assertThat(dig(HONOURING, "+subnet=2001:db8:7::/48", "www.edu"))
                .contains("IN A 10.0.0.2", "; CLIENT-SUBNET: 2001:db8:7::/48/32")
                .doesNotContain("IN A 10.0.0.1", "IN A 10.0.0.3");
        assertThat(dig(HONOURING, "+subnet=192.0.2.0/24", "www.edu"))
                .contains("IN A 10.0.0.2", "IN A 10.0.0.3", "; CLIENT-SUBNET: 192.0.2.0/24/1")
                .doesNotContain("IN A 10.0.0.1");
    }

    @Test
    void who_tells_nothing_of_its_clients_is_itself_one() throws Exception {
        for (var subnet : List.of("+subnet=0", "+subnet=0.0.0.0/0")) {
            assertThat(dig(HONOURING, subnet, "www.edu"))
                    .contains("IN A 10.0.0.3", "CLIENT-SUBNET: 0", "/0/0")
                    .doesNotContain("IN A 10.0.0.1", "IN A 10.0.0.2");
        }
        assertThat(dig(HONOURING, "www.edu"))
                .contains("IN A 10.0.0.3")
                .doesNotContain("IN A 10.0.0.1", "CLIENT-SUBNET");
        assertThat(dig(HONOURING, "-b", "127.0.1.7", "www.edu"))
                .contains("IN A 10.0.0.2", "IN A 10.0.0.3");
    }

    @Test
    void what_is_nobodys_in_particular_is_for_all() throws Exception {
        for (var name : List.of("nobody.edu", "www.sub.edu", "-t SOA edu", "-t MX www.edu")) {
            assertThat(dig(HONOURING, "+subnet=10.1.2.0/24 " + name))
                    .contains("CLIENT-SUBNET: 10.1.2.0/24/0");
        }
        assertThat(dig(HONOURING, "+subnet=10.1.2.0/24", "+tcp", "www.edu"))
                .contains("CLIENT-SUBNET: 10.1.2.0/24/16");
    }

    @Test
    void who_does_not_honour_it_ignores_it_right_or_wrong() throws Exception {
        assertThat(dig(OTHER, "+subnet=10.1.2.0/24", "www.edu"))
                .contains("IN A 10.0.0.3")
                .doesNotContain("IN A 10.0.0.1", "CLIENT-SUBNET");
        assertThat(asked(OTHER, "00011700c63365").getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void what_is_malformed_is_told_so_and_the_server_answers_on() throws Exception {
        var reply = asked(HONOURING, "00011700c63365");
        assertThat(reply.getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(reply.getOPT()).isNotNull();
        assertThat(asked(HONOURING, "").getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(asked(HONOURING, "00011800c63364").getRcode()).isEqualTo(Rcode.NOERROR);
    }

    private Message asked(String server, String subnet) throws Exception {
        var name = Name.fromConstantString("www.edu.");
        var query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
        var option = new GenericEDNSOption(8, HexFormat.of().parseHex(subnet));
        query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
        var wire = query.toWire();
        try (var socket = new DatagramSocket()) {
            socket.connect(internet.at(server));
            socket.setSoTimeout(5000);
            socket.send(new DatagramPacket(wire, wire.length));
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }
}
