package io.labnet.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.tracker.ScrapeRequest;
import io.labnet.bittorrent.tracker.SwarmCounts;
import io.labnet.bittorrent.tracker.UdpRequest;
import io.labnet.bittorrent.tracker.UdpResponse;
import io.labnet.tracker.LiveTracker;
import io.labnet.tracker.http.HttpLimits;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpFrontEndTest {
    private static final InfoHash HASH = InfoHash.parse("ab".repeat(20));
    private static final int TRANSACTION = 0x01020304;

    @TempDir Path folder;
    private LiveTracker tracker;
    private DatagramSocket socket;

    @BeforeEach
    void open() throws IOException {
        tracker = LiveTracker.open(folder);
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        socket.setSoTimeout(20_000);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        tracker.close();
    }

    @Test
    void two_peers_see_each_other() throws Exception {
        var connection = connect();

        announce(connection, leecher(7001));
        var announced = announce(connection, leecher(7002));

        assertThat(announced.transactionId()).isEqualTo(TRANSACTION);
        assertThat(announced.intervalSeconds()).isEqualTo(60);
        assertThat(announced.leechers()).isEqualTo(2);
        assertThat(announced.seeds()).isZero();
        assertThat(announced.toSuccess().addresses())
                .containsExactly(new InetSocketAddress("127.0.0.1", 7001));
    }

    @Test
    void a_scrape_answers_in_the_order_of_the_question() throws Exception {
        var connection = connect();
        announce(connection, leecher(7001));
        var unknown = InfoHash.parse("00".repeat(20));

        var request = new ScrapeRequest(List.of(unknown, HASH));
        var scraped = ask(new UdpRequest.Scrape(connection, TRANSACTION, request));

        assertThat(scraped)
                .isEqualTo(
                        new UdpResponse.Scraped(
                                TRANSACTION, List.of(SwarmCounts.NONE, new SwarmCounts(0, 1, 0))));
    }

    @Test
    void a_connection_id_that_was_never_given_is_refused() throws Exception {
        var refused = ask(new UdpRequest.Announce(12345, TRANSACTION, leecher(7001)));

        assertThat(refused).isInstanceOf(UdpResponse.Failed.class);
        assertThat(refused.transactionId()).isEqualTo(TRANSACTION);
        assertThat(tracker.swarms.totals().swarms()).isZero();
    }

    @Test
    void a_connection_id_is_good_for_two_minutes() throws Exception {
        var connection = connect();
        tracker.clock.add(Duration.ofMinutes(2));
        announce(connection, leecher(7001));

        tracker.clock.add(Duration.ofSeconds(1));

        assertThat(ask(new UdpRequest.Announce(connection, TRANSACTION, leecher(7001))))
                .isInstanceOf(UdpResponse.Failed.class);
    }

    @Test
    void a_connection_id_is_good_for_its_own_address_only() throws Exception {
        var connection = connect();
        socket.close();
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        socket.setSoTimeout(20_000);

        assertThat(ask(new UdpRequest.Announce(connection, TRANSACTION, leecher(7001))))
                .isInstanceOf(UdpResponse.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "000004172710198000000000010203",
                "00000417271019810000000001020304",
                "00000417271019800000000901020304"
            })
    void a_packet_that_makes_no_sense_is_dropped(String hex) throws Exception {
        send(HexFormat.of().parseHex(hex));

        // Packets are answered in order: the answer to the second is the first to come.
        assertThat(ask(new UdpRequest.Connect(77)).transactionId()).isEqualTo(77);
        assertThat(tracker.count("udp-packets")).isEqualTo(2);
        assertThat(tracker.count("errors")).isEqualTo(1);
    }

    @Test
    void a_peer_that_has_connected_is_told_what_it_gets_wrong() throws Exception {
        var announce = new UdpRequest.Announce(connect(), TRANSACTION, leecher(7001));
        var packet = written(announce);
        packet[96] = 0;
        packet[97] = 0;
        send(packet);

        assertThat(receive())
                .isEqualTo(new UdpResponse.Failed(TRANSACTION, "port must be 1 to 65535"));
    }

    @Test
    void a_torrent_that_is_not_admitted_is_refused(@TempDir Path other) throws Exception {
        tracker.close();
        var limits = new HttpLimits(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        tracker = new LiveTracker(other, limits, _ -> false);

        assertThat(ask(new UdpRequest.Announce(connect(), TRANSACTION, leecher(7001))))
                .isEqualTo(
                        new UdpResponse.Failed(
                                TRANSACTION, "this tracker does not host that torrent"));
    }

    @Test
    void a_large_swarm_fits_into_one_packet() throws Exception {
        var connection = connect();
        for (int port = 7001; port <= 7200; port++) {
            announce(connection, leecher(port));
        }

        var announced = announce(connection, leecher(9000).withNumWant(1000));

        assertThat(announced.leechers()).isEqualTo(201);
        assertThat(announced.peers()).hasSize(UdpResponse.PEERS_MAX).doesNotHaveDuplicates();
    }

    @Test
    void a_port_in_use_is_named() {
        assertThatThrownBy(() -> tracker.alsoListenForUdp(tracker.udp))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + tracker.udp.getPort());
    }

    @Test
    void random_bytes_leave_the_server_alive() throws Exception {
        var random = new Random(6969);
        var connection = connect();
        for (int round = 0; round < 2000; round++) {
            var packet = written(new UdpRequest.Announce(connection, round, leecher(7001)));
            if (round % 2 == 0) {
                packet = new byte[random.nextInt(2000)];
                random.nextBytes(packet);
            } else {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            send(packet);
        }
        // What does not fit into the socket's queue is lost, as UDP may; BEP 15 says to ask again.
        await().ignoreExceptions().untilAsserted(this::newcomersAreServed);
    }

    private void newcomersAreServed() throws Exception {
        socket.close();
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        socket.setSoTimeout(500);
        assertThat(announce(connect(), leecher(7002)).intervalSeconds()).isEqualTo(60);
    }

    private long connect() throws Exception {
        var connected = ask(new UdpRequest.Connect(TRANSACTION));
        assertThat(connected).isInstanceOf(UdpResponse.Connected.class);
        return ((UdpResponse.Connected) connected).connectionId();
    }

    private UdpResponse.Announced announce(long connection, AnnounceRequest request)
            throws Exception {
        var announced = ask(new UdpRequest.Announce(connection, TRANSACTION, request));
        assertThat(announced).isInstanceOf(UdpResponse.Announced.class);
        return (UdpResponse.Announced) announced;
    }

    private UdpResponse ask(UdpRequest request) throws Exception {
        send(written(request));
        return receive();
    }

    private void send(byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length, tracker.udp));
    }

    private UdpResponse receive() throws Exception {
        var packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return UdpResponse.parse(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }

    private static byte[] written(UdpRequest request) {
        var packet = ByteBuffer.allocate(UdpRequest.LENGTH_MAX);
        request.write(packet);
        var bytes = new byte[packet.flip().remaining()];
        packet.get(bytes);
        return bytes;
    }

    private static AnnounceRequest leecher(int port) {
        var id = PeerId.parse("%040x".formatted(port));
        return AnnounceRequest.of(HASH, id, port, 10, AnnounceEvent.STARTED);
    }
}
