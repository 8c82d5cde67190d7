package io.labnet.bittorrent.tracker;

import static io.labnet.bittorrent.tracker.AnnounceResponseTest.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.bittorrent.InfoHash;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UdpMessagesTest {
    private static final InfoHash HASH = InfoHash.parse("ab".repeat(20));

    @Test
    void a_connect_is_sixteen_bytes_that_begin_with_the_protocol_id() {
        assertThat(hex(new UdpRequest.Connect(0x01020304)))
                .isEqualTo("0000041727101980" + "00000000" + "01020304");
    }

    @Test
    void an_announce_has_its_fields_where_bep_15_has_them() throws Exception {
        var packet =
                "1122334455667788"
                        + "00000001"
                        + "01020304"
                        + HASH.hex()
                        + "61".repeat(20)
                        + "0000000000000005"
                        + "0000000000000006"
                        + "0000000000000007"
                        + "00000002"
                        + "00000000"
                        + "cafebabe"
                        + "ffffffff"
                        + "1ae1";

        var read = (UdpRequest.Announce) UdpRequest.parse(bytes(packet));

        assertThat(read.connectionId()).isEqualTo(0x1122334455667788L);
        assertThat(read.transactionId()).isEqualTo(0x01020304);
        assertThat(read.request().infoHash()).isEqualTo(HASH);
        assertThat(read.request().downloadedBytes()).isEqualTo(5);
        assertThat(read.request().leftBytes()).isEqualTo(6);
        assertThat(read.request().uploadedBytes()).isEqualTo(7);
        assertThat(read.request().event()).isEqualTo(AnnounceEvent.STARTED);
        assertThat(read.request().ip()).isNull();
        assertThat(read.request().key()).isEqualTo("cafebabe");
        assertThat(read.request().numWant()).isEqualTo(AnnounceRequest.NUM_WANT_DEFAULT);
        assertThat(read.request().port()).isEqualTo(6881);
        assertThat(hex(read)).isEqualTo(packet);
    }

    @Test
    void an_announce_may_be_followed_by_options() throws Exception {
        var random = new Random(41);
        var announce = new UdpRequest.Announce(1, 2, AnnounceRequestTest.anyRequest(random));
        var packet = ByteBuffer.allocate(UdpRequest.LENGTH_MAX);
        announce.write(packet);
        packet.put(HexFormat.of().parseHex("02092f616e6e6f756e6365"));

        assertThat(UdpRequest.parse(packet.flip())).isEqualTo(announce);
    }

    @Test
    void requests_read_back_as_they_were_written() throws Exception {
        var random = new Random(15);
        for (int round = 0; round < 500; round++) {
            var announce =
                    new UdpRequest.Announce(
                            random.nextLong(),
                            random.nextInt(),
                            AnnounceRequestTest.anyRequest(random));
            assertThat(UdpRequest.parse(written(announce))).isEqualTo(announce);
        }
        var scrape = new UdpRequest.Scrape(5, 6, new ScrapeRequest(List.of(HASH, HASH)));
        assertThat(UdpRequest.parse(written(scrape))).isEqualTo(scrape);
        var connect = new UdpRequest.Connect(-1);
        assertThat(UdpRequest.parse(written(connect))).isEqualTo(connect);
    }

    @Test
    void responses_read_back_as_they_were_written() throws Exception {
        var ipv4 = List.of(TrackerPeer.of(address("127.0.0.1", 1)));
        var ipv6 = List.of(TrackerPeer.of(address("::1", 65_535)));
        var swarms = List.of(new SwarmCounts(1, 2, 3), SwarmCounts.NONE);
        for (var response :
                List.of(
                        new UdpResponse.Connected(1, -2),
                        new UdpResponse.Announced(1, 60, 2, 3, ipv4),
                        new UdpResponse.Scraped(1, swarms),
                        new UdpResponse.Failed(1, "no room"))) {
            assertThat(UdpResponse.parse(written(response))).isEqualTo(response);
        }
        var announced = new UdpResponse.Announced(1, 60, 2, 3, ipv6);
        assertThat(UdpResponse.parse(written(announced), true)).isEqualTo(announced);
    }

    @Test
    void the_longest_answers_fit_into_one_packet() {
        var peer = TrackerPeer.of(address("::1", 65_535));
        var peers = Collections.nCopies(UdpResponse.PEERS_MAX, peer);
        var swarms = Collections.nCopies(ScrapeRequest.MOST, SwarmCounts.NONE);

        assertThat(written(new UdpResponse.Announced(1, 60, 2, 3, peers)).remaining())
                .isLessThanOrEqualTo(UdpResponse.LENGTH_MAX);
        assertThat(written(new UdpResponse.Scraped(1, swarms)).remaining())
                .isLessThanOrEqualTo(UdpResponse.LENGTH_MAX);
        assertThat(written(new UdpResponse.Failed(1, "x".repeat(5000))).remaining())
                .isLessThanOrEqualTo(UdpResponse.LENGTH_MAX);
    }

    @Test
    void a_peer_that_does_not_know_the_length_yet_is_no_seed() throws Exception {
        var request = AnnounceRequestTest.anyRequest(new Random(1));
        var packet = written(new UdpRequest.Announce(1, 2, request));
        packet.putLong(64, -1);

        var read = (UdpRequest.Announce) UdpRequest.parse(packet);

        assertThat(read.request().leftBytes()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refuses_packets_that_make_no_sense() {
        var announce =
                hex(new UdpRequest.Announce(1, 2, AnnounceRequestTest.anyRequest(new Random(1))));

        refused("0000041727101980" + "00000000" + "010203", "too early");
        refused("0000041727101981" + "00000000" + "01020304", "protocol id");
        refused("0000041727101980" + "00000007" + "01020304", "no action 7");
        refused(announce.substring(0, announce.length() - 2), "too early");
        refused(announce.substring(0, announce.length() - 4) + "0000", "port");
        refused(announce.substring(0, 160) + "00000009" + announce.substring(168), "event");
        refused("0000000000000001" + "00000002" + "01020304", "whole info-hashes");
        refused("0000000000000001" + "00000002" + "01020304" + "ab".repeat(21), "whole");
        refused("0000000000000001" + "00000002" + "01020304" + "ab".repeat(1500), "more than 74");
    }

    @Test
    void any_bytes_at_all_are_read_or_refused_but_never_worse() {
        var random = new Random(17);
        for (int round = 0; round < 50_000; round++) {
            var bytes = new byte[random.nextInt(150)];
            random.nextBytes(bytes);
            var packet = ByteBuffer.wrap(bytes);
            if (bytes.length >= 12) {
                packet.putInt(random.nextBoolean() ? 8 : 0, random.nextInt(5));
            }
            try {
                assertThat(UdpRequest.parse(packet.duplicate())).isNotNull();
            } catch (InvalidTrackerMessageException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
            try {
                assertThat(UdpResponse.parse(packet, random.nextBoolean())).isNotNull();
            } catch (InvalidTrackerMessageException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    private static void refused(String hex, String reason) {
        assertThatThrownBy(() -> UdpRequest.parse(bytes(hex)))
                .isInstanceOf(InvalidTrackerMessageException.class)
                .hasMessageContaining(reason);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static String hex(UdpRequest request) {
        var packet = written(request);
        var bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static ByteBuffer written(UdpRequest request) {
        var packet = ByteBuffer.allocate(UdpRequest.LENGTH_MAX);
        request.write(packet);
        return packet.flip();
    }

    private static ByteBuffer written(UdpResponse response) {
        var packet = ByteBuffer.allocate(UdpResponse.LENGTH_MAX);
        response.write(packet);
        return packet.flip();
    }
}
