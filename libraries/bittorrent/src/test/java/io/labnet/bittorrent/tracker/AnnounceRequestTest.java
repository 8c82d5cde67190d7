package io.labnet.bittorrent.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnounceRequestTest {
    private static final InfoHash HASH = InfoHash.parse("00ff10207f80415a617a2d2e5f7e25262b3d3f0a");
    private static final PeerId PEER = PeerId.parse("2d4c4e303130302d000102030405060708090a0b");
    private static final String REQUIRED =
            "info_hash=%00%FF%10%20%7F%80AZaz-._~%25%26%2B%3D%3F%0A"
                    + "&peer_id=-LN0100-%00%01%02%03%04%05%06%07%08%09%0A%0B&port=6881";

    @Test
    void writes_hashes_as_raw_bytes_and_leaves_unreserved_characters_alone() {
        var request = AnnounceRequest.of(HASH, PEER, 6881, 7, AnnounceEvent.STARTED);

        assertThat(request.toQuery())
                .isEqualTo(REQUIRED + "&uploaded=0&downloaded=0&left=7&compact=1&event=started");
    }

    @Test
    void reads_what_it_writes() throws Exception {
        var random = new Random(15);
        for (int round = 0; round < 500; round++) {
            var request = anyRequest(random);

            assertThat(AnnounceRequest.parse(request.toQuery())).isEqualTo(request);
        }
    }

    /** As sent by aria2 1.36, which encodes lower-case letters and digits of hashes or not. */
    @Test
    void reads_the_announce_of_another_client() throws Exception {
        var request =
                AnnounceRequest.parse(
                        "info_hash=%8c%10e%faV%cdg%0d%2f%a4J%a2%f1%08%cf%88d%b2%2eh"
                                + "&peer_id=A2-1-36-0-%47%28%2c%3b%2e%2e%2a%01%02%03"
                                + "&uploaded=0&downloaded=0&left=3000000&compact=1&key=q%2bZ"
                                + "&numwant=50&no_peer_id=1&port=16882&event=started"
                                + "&supportcrypto=1");

        assertThat(request.infoHash().hex()).isEqualTo("8c1065fa56cd670d2fa44aa2f108cf8864b22e68");
        assertThat(request.leftBytes()).isEqualTo(3_000_000);
        assertThat(request.numWant()).isEqualTo(50);
        assertThat(request.key()).isEqualTo("q+Z");
        assertThat(request.event()).isEqualTo(AnnounceEvent.STARTED);
    }

    @Test
    void a_peer_that_says_little_gets_defaults() throws Exception {
        var request = AnnounceRequest.parse(REQUIRED);

        assertThat(request.infoHash()).isEqualTo(HASH);
        assertThat(request.peerId()).isEqualTo(PEER);
        assertThat(request.event()).isEqualTo(AnnounceEvent.NONE);
        assertThat(request.compact()).isTrue();
        assertThat(request.isSeed()).isFalse();
        assertThat(request.numWant()).isEqualTo(AnnounceRequest.NUM_WANT_DEFAULT);
        assertThat(request.ip()).isNull();
        assertThat(request.key()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', port",
        "port=1, info_hash is missing",
        "info_hash=abc&port=1, info_hash must be 20 bytes",
        "port=0, port",
        "port=65536, port",
        "port=-1, port",
        "port=x, port must be a number",
        "info_hash=%4, hexadecimal",
        "info_hash=%zz, hexadecimal",
    })
    void refuses_what_it_cannot_read_and_says_what(String query, String reason) {
        assertThatThrownBy(() -> AnnounceRequest.parse(query))
                .isInstanceOf(InvalidTrackerMessageException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"left", "uploaded", "downloaded", "numwant"})
    void refuses_numbers_that_are_none(String name) {
        assertThatThrownBy(() -> AnnounceRequest.parse(REQUIRED + "&" + name + "=12x"))
                .hasMessage(name + " must be a number");
    }

    @Test
    void negative_amounts_are_none_and_a_negative_number_of_peers_is_no_wish() throws Exception {
        var request = AnnounceRequest.parse(REQUIRED + "&uploaded=-5&numwant=-1&left=-3");

        assertThat(request.uploadedBytes()).isZero();
        assertThat(request.isSeed()).isFalse();
        assertThat(request.numWant()).isEqualTo(AnnounceRequest.NUM_WANT_DEFAULT);
    }

    @Test
    void a_host_name_as_address_is_not_looked_up() throws Exception {
        assertThat(AnnounceRequest.parse(REQUIRED + "&ip=localhost").ip()).isNull();
        assertThat(AnnounceRequest.parse(REQUIRED + "&ip=127.1.2.3").ip())
                .isEqualTo(InetAddress.ofLiteral("127.1.2.3"));
    }

    @Test
    void refuses_queries_without_end() {
        assertThatThrownBy(() -> AnnounceRequest.parse(REQUIRED + "&x=" + "y".repeat(10_000)))
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> AnnounceRequest.parse(REQUIRED + "&a=1".repeat(200)))
                .hasMessageContaining("parameters");
        assertThatThrownBy(() -> AnnounceRequest.parse(REQUIRED + "&key=" + "k".repeat(65)))
                .hasMessageContaining("key");
    }

    @Test
    void any_characters_at_all_are_read_or_refused_but_never_worse() {
        var random = new Random(16);
        for (int round = 0; round < 20_000; round++) {
            var query = new StringBuilder(REQUIRED);
            for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
                var c = (char) random.nextInt(random.nextBoolean() ? 128 : 65_536);
                query.setCharAt(random.nextInt(query.length()), c);
            }
            try {
                assertThat(AnnounceRequest.parse(query.toString()).port()).isBetween(1, 65_535);
            } catch (InvalidTrackerMessageException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    static AnnounceRequest anyRequest(Random random) {
        var hash = new byte[InfoHash.LENGTH];
        random.nextBytes(hash);
        var peer = new byte[PeerId.LENGTH];
        random.nextBytes(peer);
        return new AnnounceRequest(
                InfoHash.of(hash),
                PeerId.of(peer),
                1 + random.nextInt(65_535),
                random.nextLong(1L << 60),
                random.nextLong(1L << 60),
                random.nextLong(1L << 60),
                List.copyOf(EnumSet.allOf(AnnounceEvent.class)).get(random.nextInt(4)),
                random.nextBoolean() ? AnnounceRequest.NUM_WANT_DEFAULT : random.nextInt(1000),
                true,
                "%08x".formatted(random.nextInt()),
                random.nextBoolean() ? null : InetAddress.ofLiteral("127.0.0.9"));
    }
}
