package io.labnet.peer.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.bittorrent.bencode.Bencode;
import io.labnet.bittorrent.bencode.BencodeValue;
import io.labnet.bittorrent.bencode.BencodeValue.Dictionary;
import io.labnet.bittorrent.bencode.BencodeValue.ListValue;
import io.labnet.bittorrent.bencode.ByteString;
import io.labnet.bittorrent.metainfo.Info;
import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.peer.piece.Block;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
    private static final int PIECE = 32 << 10;
    private static final byte[] BYTES = noise(5 * PIECE + 1234);

    @TempDir Path folder;

    @Test
    void a_new_content_has_its_full_length_and_no_good_piece() throws Exception {
        var info = oneFile();
        try (var content = Content.open(info, folder)) {
            assertThat(content.check().isEmpty()).isTrue();
        }

        assertThat(Content.pathOf(info, folder)).hasSize(BYTES.length);
    }

    @Test
    void a_piece_is_good_once_all_of_it_is_there_and_right() throws Exception {
        try (var content = Content.open(oneFile(), folder)) {
            var blocks = content.layout().blocksOf(1).toList();
            write(content, blocks.get(0));
            assertThat(content.isGood(1)).isFalse();

            content.write(blocks.get(1), ByteBuffer.allocate(blocks.get(1).lengthBytes()));
            assertThat(content.isGood(1)).isFalse();

            write(content, blocks.get(1));
            assertThat(content.isGood(1)).isTrue();
        }
    }

    @Test
    void what_was_written_is_read_also_the_short_piece_at_the_end() throws Exception {
        try (var content = Content.open(oneFile(), folder)) {
            writeAll(content);
            var last = content.layout().blocksOf(5).toList().getLast();
            var into = ByteBuffer.allocate(100_000);
            into.position(7);
            content.read(last, into);

            assertThat(last.lengthBytes()).isEqualTo(1234);
            assertThat(into.position()).isEqualTo(7 + 1234);
            assertThat(into.flip().position(7)).isEqualTo(bytes(content, last));
        }
    }

    @Test
    void after_a_restart_only_what_is_still_right_counts() throws Exception {
        var info = oneFile();
        try (var content = Content.open(info, folder)) {
            writeAll(content);
        }
        var damaged = Files.readAllBytes(Content.pathOf(info, folder));
        damaged[2 * PIECE + 5]++;
        Files.write(Content.pathOf(info, folder), damaged);

        try (var content = Content.open(info, folder)) {
            assertThat(content.check().stream().boxed()).containsExactly(0, 1, 3, 4, 5);
        }
    }

    @Test
    void a_file_that_was_cut_short_is_made_long_again() throws Exception {
        var info = oneFile();
        Files.write(Content.pathOf(info, folder), new byte[10]);
        try (var content = Content.open(info, folder)) {
            writeAll(content);
            assertThat(content.check().isComplete()).isTrue();
        }
        assertThat(Content.pathOf(info, folder)).hasBinaryContent(BYTES);
    }

    @Test
    void a_block_may_cross_from_one_file_into_the_next() throws Exception {
        var info = manyFiles(100, 0, 20_000, PIECE, BYTES.length - 20_100 - PIECE);
        try (var content = Content.open(info, folder)) {
            writeAll(content);
            assertThat(content.isGood(0)).isTrue();
        }

        try (var again = Content.open(info, folder)) {
            assertThat(again.check().isComplete()).isTrue();
        }
        assertThat(folder.resolve("many/file0")).hasSize(100);
        assertThat(folder.resolve("many/file1")).isEmptyFile();
        assertThat(folder.resolve("many/file2"))
                .hasBinaryContent(Arrays.copyOfRange(BYTES, 100, 20_100));
    }

    private static void writeAll(Content content) throws Exception {
        for (int piece = 0; piece < content.layout().pieces(); piece++) {
            for (var block : content.layout().blocksOf(piece).toList()) {
                write(content, block);
            }
        }
    }

    private static void write(Content content, Block block) throws Exception {
        content.write(block, bytes(content, block));
    }

    private static ByteBuffer bytes(Content content, Block block) {
        return ByteBuffer.wrap(
                BYTES, (int) content.layout().offsetBytes(block), block.lengthBytes());
    }

    private static Info oneFile() throws Exception {
        var tracker = URI.create("http://127.0.0.1/announce");
        var bytes = new ByteArrayInputStream(BYTES);
        return Metainfo.describe(tracker, "one.bin", PIECE, bytes).info();
    }

    private static Info manyFiles(int... lengths) throws Exception {
        var files = new ArrayList<BencodeValue>();
        for (var length : lengths) {
            var path = new ListValue(List.of(ByteString.of("file" + files.size())));
            files.add(Dictionary.EMPTY.with("length", length).with("path", path));
        }
        var info =
                Dictionary.EMPTY
                        .with("files", new ListValue(files))
                        .with("name", "many")
                        .with("piece length", PIECE)
                        .with("pieces", oneFile().pieces());
        return Metainfo.parseInfo(Bencode.encode(info));
    }

    private static byte[] noise(int length) {
        var noise = new byte[length];
        new Random(1).nextBytes(noise);
        return noise;
    }
}
