package io.labnet.bittorrent.metainfo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.bencode.Bencode;
import io.labnet.bittorrent.bencode.BencodeValue;
import io.labnet.bittorrent.bencode.BencodeValue.Dictionary;
import io.labnet.bittorrent.bencode.BencodeValue.ListValue;
import io.labnet.bittorrent.bencode.ByteString;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetainfoTest {
    private static final URI TRACKER = URI.create("http://127.0.0.1:6969/announce");

    @Test
    void describes_a_file_as_a_torrent_that_reads_back_the_same() throws Exception {
        var content = content(100_000);

        var described = Metainfo.describe(TRACKER, "demo.bin", 16_384, stream(content));
        var read = Metainfo.parse(described.toBytes());

        assertThat(read).isEqualTo(described);
        assertThat(read.announce()).isEqualTo(TRACKER);
        assertThat(read.trackers()).containsExactly(List.of(TRACKER));
        assertThat(read.infoHash()).isEqualTo(described.infoHash());
        assertThat(read.info().files())
                .containsExactly(new TorrentFile(List.of("demo.bin"), 0, 100_000));
    }

    @Test
    void cuts_the_content_into_pieces_of_which_the_last_is_shorter() throws Exception {
        var content = content(100_000);

        var info = Metainfo.describe(TRACKER, "demo.bin", 16_384, stream(content)).info();

        assertThat(info.lengthBytes()).isEqualTo(100_000);
        assertThat(info.pieceCount()).isEqualTo(7);
        assertThat(info.pieceLengthBytes(0)).isEqualTo(16_384);
        assertThat(info.pieceLengthBytes(6)).isEqualTo(100_000 - 6 * 16_384);
        for (int index = 0; index < info.pieceCount(); index++) {
            var start = (int) info.pieceOffsetBytes(index);
            var piece = Arrays.copyOfRange(content, start, start + info.pieceLengthBytes(index));
            assertThat(info.isPiece(index, piece)).isTrue();
            piece[piece.length / 2] ^= 1;
            assertThat(info.isPiece(index, piece)).isFalse();
        }
        assertThatThrownBy(() -> info.pieceLengthBytes(7))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_file_of_exactly_some_pieces_has_no_empty_one_behind_them() throws Exception {
        var info = Metainfo.describe(TRACKER, "x", 1024, stream(content(2048))).info();

        assertThat(info.pieceCount()).isEqualTo(2);
        assertThat(info.pieceLengthBytes(1)).isEqualTo(1024);
    }

    @Test
    void describes_a_file_on_disk_as_it_does_a_stream(@TempDir Path folder) throws Exception {
        var file = Files.write(folder.resolve("x"), content(5000));

        assertThat(Metainfo.describe(TRACKER, "x", 1024, file))
                .isEqualTo(Metainfo.describe(TRACKER, "x", 1024, stream(content(5000))));
    }

    /** The torrent file was made by transmission-create, which prints this hash for it. */
    @Test
    void reads_a_torrent_file_made_by_another_program() throws Exception {
        var metainfo = Metainfo.parse(resource("folder.torrent"));

        assertThat(metainfo.infoHash())
                .isEqualTo(InfoHash.parse("651161ac399c37786f2a62d3b032c876848796d3"));
        assertThat(metainfo.announce()).isEqualTo(TRACKER);
        assertThat(metainfo.info().name()).isEqualTo("folder");
        assertThat(metainfo.info().files())
                .containsExactly(
                        new TorrentFile(List.of("folder", "a.txt"), 0, 40_000),
                        new TorrentFile(List.of("folder", "deep", "b.txt"), 40_000, 7));
        assertThat(metainfo.info().isPrivate()).isTrue();
        assertThat(Metainfo.parse(metainfo.toBytes())).isEqualTo(metainfo);
    }

    @Test
    void the_info_hash_is_that_of_the_bytes_as_they_stand_even_when_badly_sorted()
            throws Exception {
        var info = "d4:name1:x6:lengthi1e12:piece lengthi1e6:pieces20:" + "h".repeat(20) + "e";
        var torrent = ("d4:info" + info + "8:announce8:http://xe").getBytes(ISO_8859_1);

        var metainfo = Metainfo.parse(torrent);

        assertThat(metainfo.infoHash()).isEqualTo(InfoHash.ofInfo(info.getBytes(ISO_8859_1)));
        assertThat(Metainfo.parse(metainfo.toBytes()).infoHash()).isEqualTo(metainfo.infoHash());
    }

    @Test
    void unknown_keys_in_the_info_dictionary_belong_to_the_hash() throws Exception {
        var plain = Metainfo.parse(torrent(valid()));
        var tagged = Metainfo.parse(torrent(valid().with("source", "lab")));

        assertThat(tagged.infoHash()).isNotEqualTo(plain.infoHash());
    }

    @Test
    void reads_tiers_of_trackers_and_passes_over_unreadable_ones() throws Exception {
        var tiers =
                list(
                        list(ByteString.of("http://a/announce"), ByteString.of("not a uri")),
                        list(),
                        list(ByteString.of("udp://b:6969")));
        var torrent = Dictionary.EMPTY.with("info", valid()).with("announce-list", tiers);

        var metainfo = Metainfo.parse(Bencode.encode(torrent));

        assertThat(metainfo.announce()).isNull();
        assertThat(metainfo.trackers())
                .containsExactly(
                        List.of(URI.create("http://a/announce")),
                        List.of(URI.create("udp://b:6969")));
        assertThat(Metainfo.parse(metainfo.toBytes())).isEqualTo(metainfo);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/etc", "a\\b", "a\u0000b", "a\nb", "\uFFFD"})
    void refuses_names_that_lead_out_of_the_folder(String name) {
        assertThatThrownBy(() -> Metainfo.parse(torrent(valid().with("name", name))))
                .isInstanceOf(InvalidMetainfoException.class);
        assertThatThrownBy(() -> Metainfo.parse(torrent(files(file(1, "fine", name)))))
                .isInstanceOf(InvalidMetainfoException.class);
    }

    @Test
    void refuses_a_name_that_is_no_utf_8_or_too_long() {
        var broken = ByteString.of(new byte[] {'a', (byte) 0xC3});

        assertThatThrownBy(() -> Metainfo.parse(torrent(valid().with("name", broken))))
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> Metainfo.parse(torrent(valid().with("name", "é".repeat(128)))))
                .hasMessageContaining("255");
    }

    @Test
    void refuses_two_files_in_one_place() {
        assertThatThrownBy(() -> Metainfo.parse(torrent(files(file(1, "a"), file(1, "A")))))
                .hasMessageContaining("two files");
        assertThatThrownBy(() -> Metainfo.parse(torrent(files(file(1, "a"), file(1, "a", "b")))))
                .hasMessageContaining("a file and a folder");
    }

    @Test
    void refuses_lengths_that_lie() {
        refused(valid().with("length", -1), "length");
        refused(valid().with("length", Long.MAX_VALUE), "length");
        refused(valid().with("length", 0), "no bytes");
        refused(valid().with("length", 2), "pieces");
        refused(valid().with("piece length", 0), "piece length");
        refused(valid().with("piece length", 1L << 40), "piece length");
        refused(valid().with("pieces", "h".repeat(19)), "pieces");
        refused(valid().with("pieces", "h".repeat(40)), "pieces");
        refused(files(file(1L << 50, "a"), file(1, "b")), "length");
    }

    @Test
    void refuses_what_is_missing_or_of_another_kind() {
        refused(Dictionary.EMPTY, "name");
        refused(valid().with("name", 1), "name");
        refused(valid().with("files", list()), "either");
        refused(files(), "empty");
        refused(files(Dictionary.EMPTY.with("length", 1)), "path");
        refused(files(ByteString.of("x")), "dictionaries");
        assertThatThrownBy(() -> Metainfo.parse("de".getBytes(ISO_8859_1)))
                .hasMessageContaining("'info' is missing");
        assertThatThrownBy(() -> Metainfo.parse("d4:infoi1ee".getBytes(ISO_8859_1)))
                .hasMessageContaining("no dictionary");
        assertThatThrownBy(() -> Metainfo.parse("<html>".getBytes(ISO_8859_1)))
                .hasMessageContaining("not bencoded");
    }

    @Test
    void damaged_torrent_files_are_read_or_refused_but_never_worse() throws Exception {
        var random = new Random(20_080_112);
        var whole = resource("folder.torrent");
        var refused = 0;
        for (int round = 0; round < 20_000; round++) {
            var damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                assertThat(Metainfo.parse(damaged).info().pieceCount()).isPositive();
            } catch (InvalidMetainfoException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 19_999);
    }

    private static void refused(Dictionary info, String reason) {
        assertThatThrownBy(() -> Metainfo.parse(torrent(info)))
                .isInstanceOf(InvalidMetainfoException.class)
                .hasMessageContaining(reason);
    }

    private static Dictionary valid() {
        return Dictionary.EMPTY
                .with("name", "x")
                .with("length", 1)
                .with("piece length", 1)
                .with("pieces", "h".repeat(20));
    }

    private static Dictionary files(BencodeValue... files) {
        return Dictionary.EMPTY
                .with("name", "x")
                .with("files", list(files))
                .with("piece length", 1 << 20)
                .with("pieces", "h".repeat(20));
    }

    private static Dictionary file(long length, String... path) {
        var elements = Arrays.stream(path).<BencodeValue>map(ByteString::of).toList();
        return Dictionary.EMPTY.with("length", length).with("path", new ListValue(elements));
    }

    private static ListValue list(BencodeValue... items) {
        return new ListValue(List.of(items));
    }

    private static byte[] torrent(Dictionary info) {
        return Bencode.encode(
                Dictionary.EMPTY.with("announce", TRACKER.toString()).with("info", info));
    }

    private static byte[] content(int length) {
        var content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static ByteArrayInputStream stream(byte[] content) {
        return new ByteArrayInputStream(content);
    }

    private static byte[] resource(String name) throws Exception {
        try (var stream = MetainfoTest.class.getResourceAsStream("/torrents/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }
}
