package io.labnet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Heard.Query;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The client subnet option, right and wrong (RFC 7871 section 6). */
class ClientSubnetTest {
    private static byte[] query(String subnet) throws Exception {
        var name = Name.fromConstantString("www.umass.edu.");
        var query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
        var option = new GenericEDNSOption(ClientSubnet.CODE, HexFormat.of().parseHex(subnet));
        var options = List.of(option, new CookieOption(new byte[8]));
        query.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
        return query.toWire();
    }

    /** What a server finds in a query: right or wrong, the query itself can be answered. */
    private static Edns edns(String subnet) throws Exception {
        if (QueryReader.read(query(subnet)) instanceof Query query) {
            var edns = query.envelope().edns();
            if (edns != null) {
                return edns;
            }
        }
        throw new AssertionError("it is not understood");
    }

    private static ClientSubnet understood(String hex) throws Exception {
        var subnet = ClientSubnet.read(ClientSubnet.in(edns(hex)).orElseThrow());
        assertThat(subnet).isNotNull();
        return Objects.requireNonNull(subnet);
    }

    private static String hex(byte[] option) {
        return HexFormat.of().formatHex(option);
    }

    @Test
    void a_network_is_understood_and_told_back_with_a_scope() throws Exception {
        var subnet = understood("00011800c63364");
        assertThat(subnet.address()).isEqualTo(InetAddress.ofLiteral("198.51.100.0"));
        assertThat(subnet.sourceBits()).isEqualTo(24);
        assertThat(hex(subnet.answered(16).toWire())).isEqualTo("00080007" + "00011810c63364");
        var six = understood("0002380020010db8000100");
        assertThat(six.address()).isEqualTo(InetAddress.ofLiteral("2001:db8:1::"));
        assertThat(understood("00010f000a02").sourceBits()).isEqualTo(15);
    }

    @Test
    void who_tells_nothing_is_told_that_it_holds_for_all() throws Exception {
        for (var hex : List.of("00010000", "00020000", "00000000")) {
            var subnet = understood(hex);
            assertThat(subnet.address()).isNull();
            assertThat(hex(subnet.answered(24).toWire())).isEqualTo("00080004" + hex);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Too short, and too few and too many octets.
                "",
                "000118",
                "00011800c633",
                "00011800c6336401",
                "0001000000",
                // Bits beyond the prefix, and more than an address has.
                "00011700c63365",
                "00012100c633640000",
                "00028100" + "00",
                // A scope, which is for replies alone, and families that nobody knows.
                "00011818c63364",
                "00031800c63364",
                "000008000a"
            })
    void what_is_wrong_with_it_is_seen(String hex) throws Exception {
        assertThat(ClientSubnet.read(ClientSubnet.in(edns(hex)).orElseThrow())).isNull();
    }

    @Test
    void other_options_are_where_they_were() throws Exception {
        assertThat(edns("00011800c63364").option(CookieOption.class)).isPresent();
        assertThat(edns("00").option(CookieOption.class)).isPresent();
    }

    @Test
    void garbage_does_nothing_worse() throws Exception {
        var random = new Random(7871);
        for (int i = 0; i < 20_000; i++) {
            var wire = query("00011800c63364");
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
            }
            var cut = Arrays.copyOf(wire, random.nextInt(wire.length + 1));
            assertThat(QueryReader.read(random.nextBoolean() ? wire : cut)).isNotNull();
        }
    }
}
