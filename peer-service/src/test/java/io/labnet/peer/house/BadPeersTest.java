package io.labnet.peer.house;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.wire.PeerMessage;
import io.labnet.bittorrent.wire.PeerMessage.Bitfield;
import io.labnet.bittorrent.wire.PeerMessage.Cancel;
import io.labnet.bittorrent.wire.PeerMessage.Have;
import io.labnet.bittorrent.wire.PeerMessage.Interested;
import io.labnet.bittorrent.wire.PeerMessage.KeepAlive;
import io.labnet.bittorrent.wire.PeerMessage.Piece;
import io.labnet.bittorrent.wire.PeerMessage.Request;
import io.labnet.bittorrent.wire.PeerMessage.Unchoke;
import io.labnet.bittorrent.wire.PeerMessage.Unknown;
import io.labnet.peer.torrent.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others may do to a peer, and that it never hurts. */
class BadPeersTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int BLOCK = 16384;

    @TempDir Path folder;
    private TestTracker tracker;
    private TestHouse lab;
    private Peer seed;
    private InfoHash infoHash;

    @BeforeEach
    void start() throws Exception {
        tracker = new TestTracker();
        lab = new TestHouse(tracker, folder);
        seed = lab.seed(0);
        infoHash = seed.metainfo().infoHash();
        await().atMost(SOON).until(() -> seed.progress().state() == State.SEEDING);
    }

    @AfterEach
    void stop() {
        lab.close();
        tracker.close();
    }

    @Test
    void a_polite_peer_is_served() throws Exception {
        try (var raw = RawPeer.greeting(seed.address(), infoHash)) {
            assertThat(raw.hear(Bitfield.class).bits().remaining()).isEqualTo(3);
            raw.say(new KeepAlive());
            raw.say(new Unknown(20));
            raw.say(new Interested());
            raw.hear(Unchoke.class);
            raw.say(new Request(20, 16, 761));

            var last = ByteBuffer.wrap(TestHouse.BYTES, 20 * TestHouse.PIECE + 16, 761);
            assertThat(raw.hear(Piece.class)).isEqualTo(new Piece(20, 16, last));
            raw.say(new Cancel(20, 0, 16));
        }
        stillServes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "13", "GET / HTTP/1.1\r\nHost: seed\r\n\r\n"})
    void whoever_speaks_another_protocol_is_left(String greeting) throws Exception {
        try (var raw = RawPeer.calling(seed.address())) {
            raw.say((greeting + "x".repeat(68)).getBytes(US_ASCII));
            assertThat(raw.isLeft()).isTrue();
        }
        stillServes();
    }

    @Test
    void whoever_wants_another_torrent_hears_nothing() throws Exception {
        try (var raw = RawPeer.calling(seed.address())) {
            assertThatThrownBy(() -> raw.greet(InfoHash.of(new byte[20])))
                    .isInstanceOf(IOException.class);
        }
        stillServes();
    }

    static List<PeerMessage> lies() {
        return List.of(
                new Have(21),
                new Have(-1),
                new Have(Integer.MAX_VALUE),
                new Bitfield(ByteBuffer.allocate(2)),
                new Bitfield(ByteBuffer.allocate(4)),
                new Bitfield(ByteBuffer.wrap(HexFormat.of().parseHex("ffffff"))),
                new Request(21, 0, BLOCK),
                new Request(-1, 0, BLOCK),
                new Request(0, -BLOCK, BLOCK),
                new Request(0, TestHouse.PIECE, 1),
                new Request(0, 0, BLOCK + 1),
                new Request(0, 0, -1),
                new Request(0, Integer.MAX_VALUE, BLOCK),
                new Request(20, 0, BLOCK),
                new Piece(21, 0, ByteBuffer.allocate(10)),
                new Piece(0, 0, ByteBuffer.allocate(0)));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void whoever_tells_what_cannot_be_is_left(PeerMessage lie) throws Exception {
        try (var raw = RawPeer.greeting(seed.address(), infoHash)) {
            raw.say(lie);
            assertThat(raw.isLeft()).isTrue();
        }
        stillServes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff", "7fffffff", "0002000a", "0000000200ff", "000000010400"})
    void whoever_sends_a_message_of_a_wrong_length_is_left(String hex) throws Exception {
        try (var raw = RawPeer.greeting(seed.address(), infoHash)) {
            raw.say(HexFormat.of().parseHex(hex));
            assertThat(raw.isLeft()).isTrue();
        }
        stillServes();
    }

    @Test
    void a_choked_peer_asks_in_vain() throws Exception {
        try (var raw = RawPeer.greeting(seed.address(), infoHash)) {
            raw.hear(Bitfield.class);
            raw.say(new Request(0, 0, BLOCK));
            raw.say(new Interested());
            assertThat(raw.hear()).isEqualTo(new Unchoke());
            raw.say(new Request(1, 0, BLOCK));
            assertThat(raw.hear(Piece.class).piece()).isEqualTo(1);
        }
    }

    @Test
    void whoever_asks_without_end_and_reads_nothing_is_left() throws Exception {
        try (var raw = RawPeer.greeting(seed.address(), infoHash)) {
            raw.say(new Interested());
            raw.hear(Unchoke.class);

            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 1_000_000; i++) {
                                    raw.say(new Request(i % 20, 0, BLOCK));
                                }
                            })
                    .isInstanceOf(SocketException.class);
        }
        stillServes();
    }

    @Test
    void whoever_sends_blocks_that_nobody_asked_for_is_left() throws Exception {
        try (var raw = RawPeer.greeting(seed.address(), infoHash)) {
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 100_000; i++) {
                                    raw.say(new Piece(1, 0, ByteBuffer.allocate(BLOCK)));
                                }
                            })
                    .isInstanceOf(SocketException.class);
        }
        stillServes();
    }

    @Test
    void one_host_cannot_take_all_places() throws Exception {
        var raws = new ArrayList<RawPeer>();
        for (int i = 0; i < 60; i++) {
            raws.add(RawPeer.calling(seed.address()));
        }
        await().atMost(SOON).until(() -> seed.connections() == 25);
        var other = lab.leech("other", 0);
        await().atMost(SOON).until(() -> other.progress().state() == State.SEEDING);

        for (var raw : raws) {
            raw.close();
        }
        await().atMost(SOON).until(() -> seed.connections() == 0);
    }

    @Test
    void whoever_sends_bad_pieces_is_banned_and_the_download_is_right_all_the_same()
            throws Exception {
        var liar = new ServerSocket(0, 50, InetAddress.ofLiteral("127.69.201.1"));
        Thread.ofVirtual().start(() -> lieToAll(liar));
        tracker.name(new InetSocketAddress(liar.getInetAddress(), liar.getLocalPort()));
        lab.house.remove("seed");
        var peer = lab.leech("one", 0);
        await().atMost(SOON).until(() -> lab.piecesFailed.get() >= 2);
        await().atMost(SOON).until(() -> peer.neighbours().isEmpty());
        assertThat(peer.progress().piecesHave()).isZero();

        lab.seed(0);
        await().atMost(SOON).until(() -> peer.progress().state() == State.SEEDING);
        assertThat(lab.file("one")).hasBinaryContent(TestHouse.BYTES);
        liar.close();
    }

    private void lieToAll(ServerSocket liar) {
        while (!liar.isClosed()) {
            try (var raw = new RawPeer(liar.accept())) {
                raw.greet(infoHash);
                raw.say(new Bitfield(ByteBuffer.wrap(HexFormat.of().parseHex("fffff8"))));
                raw.say(new Unchoke());
                while (true) {
                    var wish = raw.hear(Request.class);
                    var noise = ByteBuffer.allocate(wish.lengthBytes());
                    raw.say(new Piece(wish.piece(), wish.begin(), noise));
                }
            } catch (IOException left) {
                assertThat(left).isNotNull();
            }
        }
    }

    private void stillServes() throws Exception {
        try (var raw = RawPeer.greeting(seed.address(), infoHash)) {
            raw.say(new Interested());
            raw.hear(Unchoke.class);
            raw.say(new Request(3, 0, BLOCK));
            var block = ByteBuffer.wrap(TestHouse.BYTES, 3 * TestHouse.PIECE, BLOCK);
            assertThat(raw.hear(Piece.class)).isEqualTo(new Piece(3, 0, block));
        }
    }
}
