package io.labnet.bittorrent.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.tracker.AnnounceResponse.Failure;
import io.labnet.bittorrent.tracker.AnnounceResponse.Success;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnounceResponseTest {
    private static final PeerId ID = PeerId.parse("61".repeat(20));
    private static final TrackerPeer IPV4 = new TrackerPeer(address("127.69.0.2", 6881), ID);
    private static final TrackerPeer IPV6 = new TrackerPeer(address("::1", 65_535), ID);

    @Test
    void names_peers_as_six_bytes_each_when_asked_to_be_compact() {
        var body = new Success(60, 10, 1, 2, List.of(IPV4)).toBytes(true);

        assertThat(new String(body, ISO_8859_1))
                .isEqualTo(
                        "d8:completei1e10:incompletei2e8:intervali60e12:min intervali10e"
                                + "5:peers6:\u007fE\u0000\u0002\u001a\u00e1e");
    }

    @Test
    void names_peers_as_dictionaries_otherwise() {
        var body = new Success(60, 0, 1, 2, List.of(IPV4)).toBytes(false);

        assertThat(new String(body, ISO_8859_1))
                .isEqualTo(
                        "d8:completei1e10:incompletei2e8:intervali60e5:peersl"
                                + "d2:ip10:127.69.0.27:peer id20:aaaaaaaaaaaaaaaaaaaa4:porti6881ee"
                                + "ee");
    }

    @Test
    void reads_both_forms_it_writes() throws Exception {
        var success = new Success(60, 10, 1, 2, List.of(IPV4, IPV6));

        assertThat(AnnounceResponse.parse(success.toBytes(false))).isEqualTo(success);
        assertThat(AnnounceResponse.parse(success.toBytes(true)))
                .isInstanceOfSatisfying(
                        Success.class,
                        read ->
                                assertThat(read.addresses())
                                        .containsExactly(IPV4.address(), IPV6.address()));
    }

    @Test
    void a_failure_is_read_as_one() throws Exception {
        assertThat(AnnounceResponse.parse(new Failure("no room").toBytes()))
                .isEqualTo(new Failure("no room"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "le",
                "de",
                "d8:intervali-1ee",
                "d8:intervali60e5:peers5:abcdee",
                "d8:intervali60e6:peers67:abcdefgee"
            })
    void refuses_what_no_tracker_answers(String body) {
        assertThatThrownBy(() -> AnnounceResponse.parse(body.getBytes(ISO_8859_1)))
                .isInstanceOf(InvalidTrackerMessageException.class);
    }

    @Test
    void passes_over_peers_that_cannot_be_called() throws Exception {
        var body =
                "d8:intervali60e5:peersl"
                        + "d2:ip9:127.0.0.14:porti0ee"
                        + "d2:ip9:localhost4:porti1ee"
                        + "d4:porti1ee"
                        + "i1e"
                        + "d2:ip9:127.0.0.17:peer id3:abc4:porti7ee"
                        + "ee";

        assertThat(((Success) AnnounceResponse.parse(body.getBytes(ISO_8859_1))).peers())
                .containsExactly(TrackerPeer.of(address("127.0.0.1", 7)));
    }

    @Test
    void a_scrape_reads_back_what_was_written() throws Exception {
        var one = InfoHash.parse("00".repeat(20));
        var other = InfoHash.parse("ff".repeat(20));
        var response =
                ScrapeResponse.of(Map.of(one, new SwarmCounts(1, 2, 3), other, SwarmCounts.NONE));

        assertThat(ScrapeResponse.parse(response.toBytes())).isEqualTo(response);
        var request = new ScrapeRequest(List.of(other, one));
        assertThat(ScrapeRequest.parse(request.toQuery())).isEqualTo(request);
    }

    @Test
    void counts_that_cannot_be_are_read_as_the_nearest_that_can() throws Exception {
        var hash = "a".repeat(20);
        var counts = "d8:completei4294967299e10:downloadedi-7e10:incompletei2ee";
        var body = "d5:filesd20:" + hash + counts + "ee";

        assertThat(ScrapeResponse.parse(body.getBytes(US_ASCII)).swarms())
                .containsValue(new SwarmCounts(Integer.MAX_VALUE, 2, 0));
    }

    @Test
    void a_scrape_for_nothing_or_for_too_much_is_refused() {
        assertThatThrownBy(() -> ScrapeRequest.parse("")).hasMessageContaining("1 to 74");
        assertThatThrownBy(() -> ScrapeRequest.parse("info_hash=x")).hasMessageContaining("20");
        assertThatThrownBy(
                        () -> ScrapeRequest.parse(("info_hash=" + "x".repeat(20) + "&").repeat(75)))
                .hasMessageContaining("1 to 74");
        assertThatThrownBy(() -> ScrapeResponse.parse(new Failure("go away").toBytes()))
                .hasMessage("go away");
    }

    static InetSocketAddress address(String ip, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
    }
}
