package io.labnet.dns.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.policy.SubnetTable.Found;
import io.labnet.network.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Longest prefixes, and for whom an answer is (RFC 7871 section 7.2.1). */
class SubnetTableTest {
    private static final SubnetTable TABLE =
            table("10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "2001:db8::/32");

    private static SubnetTable table(String... networks) {
        return new SubnetTable(List.of(networks).stream().map(Network::parse).toList());
    }

    private static Found find(String client) {
        return TABLE.find(Network.parse(client));
    }

    @Test
    void the_longest_prefix_wins() {
        assertThat(find("10.1.2.3/32").row()).isEqualTo(2);
        assertThat(find("10.1.3.3/32").row()).isEqualTo(1);
        assertThat(find("10.2.3.3/32").row()).isZero();
        assertThat(find("11.2.3.3/32").row()).isEqualTo(SubnetTable.NONE);
        assertThat(find("2001:db8::7/128").row()).isEqualTo(3);
        assertThat(find("2001:db9::7/128").row()).isEqualTo(SubnetTable.NONE);
    }

    @Test
    void the_scope_is_as_wide_as_the_answer_holds() {
        assertThat(find("10.1.2.3/32").scopeBits()).isEqualTo(24);
        // 10.1.3 differs from 10.1.2 in the last bit alone, and 10.2 from 10.1 in bit 15.
        assertThat(find("10.1.3.3/32").scopeBits()).isEqualTo(24);
        assertThat(find("10.1.4.3/32").scopeBits()).isEqualTo(22);
        assertThat(find("10.2.0.0/16").scopeBits()).isEqualTo(15);
        assertThat(find("128.0.0.0/8").scopeBits()).isEqualTo(1);
        assertThat(table("2001:db8::/32").find(Network.parse("10.0.0.0/8")).scopeBits()).isZero();
    }

    @Test
    void who_tells_too_little_is_told_how_much_it_takes() {
        // Nobody of 10.1/16 as a whole is in 10.1.2/24 for sure.
        assertThat(find("10.1.0.0/16")).isEqualTo(new Found(1, 24));
        assertThat(find("10.1.2.0/23")).isEqualTo(new Found(1, 24));
        assertThat(find("10.0.0.0/4")).isEqualTo(new Found(SubnetTable.NONE, 24));
    }

    @Test
    void whoever_is_within_the_scope_finds_the_same() throws Exception {
        var random = new Random(7871);
        for (int i = 0; i < 20_000; i++) {
            var client = new byte[] {10, (byte) random.nextInt(4), (byte) random.nextInt(8), 0};
            var found = TABLE.find(new Network(InetAddress.getByAddress(client), 32));
            var other = client.clone();
            for (int bit = found.scopeBits(); bit < 32; bit++) {
                other[bit / 8] ^= (byte) (random.nextInt(2) << (7 - bit % 8));
            }
            var too = TABLE.find(new Network(InetAddress.getByAddress(other), 32));
            assertThat(too.row()).isEqualTo(found.row());
        }
    }

    @Test
    void bits_beyond_a_prefix_are_seen() {
        IntStream.rangeClosed(0, 32)
                .forEach(bits -> {
                    var network = new Network(InetAddress.ofLiteral("10.1.0.0"), bits);
                    assertThat(SubnetTable.isPrefix(network)).as("/" + bits).isEqualTo(bits >= 16);
                });
    }
}
