package io.labnet.tracker.torrent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.bittorrent.metainfo.Metainfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.MutableClock;

class TorrentStoreTest {
    @TempDir Path folder;

    @Test
    void a_published_torrent_file_is_there_after_a_new_start() throws Exception {
        var bytes = torrentFile("demo.bin", "content");
        var published = open(10).publish("demo", bytes);

        var store = open(10);

        assertThat(published).isInstanceOf(Publication.Created.class);
        assertThat(store.read("demo")).hasValue(bytes);
        assertThat(store.find("demo"))
                .hasValueSatisfying(torrent -> {
                    assertThat(torrent.lengthBytes()).isEqualTo(7);
                    assertThat(torrent.pieces()).isEqualTo(1);
                    assertThat(store.hosts(torrent.infoHash())).isTrue();
                });
        assertThat(Files.readAllBytes(folder.resolve("demo.torrent"))).isEqualTo(bytes);
    }

    @Test
    void publishing_the_same_again_changes_nothing_and_something_else_is_refused()
            throws Exception {
        var store = open(10);
        var bytes = torrentFile("demo.bin", "content");
        store.publish("demo", bytes);

        assertThat(store.publish("demo", bytes)).isInstanceOf(Publication.AlreadyThere.class);
        assertThat(store.publish("demo", torrentFile("demo.bin", "another")))
                .isInstanceOf(Publication.NameTaken.class);
        assertThat(store.read("demo")).hasValue(bytes);
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void without_a_name_the_torrents_own_name_is_made_safe() throws Exception {
        var store = open(10);

        var published = store.publish("", torrentFile("Demo Fílm (1).bin", "content"));

        assertThat(published)
                .isInstanceOfSatisfying(
                        Publication.Created.class,
                        created ->
                                assertThat(created.torrent().name())
                                        .isEqualTo("Demo-F-lm--1-.bin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../up", "a/b", ".hidden", "a b", "é", "-x", "\u0000"})
    void names_that_could_leave_the_folder_are_refused(String name) throws Exception {
        assertThat(open(10).publish(name, torrentFile("x", "content")))
                .isInstanceOf(Publication.Refused.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void bytes_that_are_no_torrent_file_are_refused_with_the_reason() throws Exception {
        assertThat(open(10).publish("x", "<html>".getBytes(US_ASCII)))
                .isInstanceOfSatisfying(
                        Publication.Refused.class,
                        refused -> assertThat(refused.reason()).contains("not bencoded"));
        assertThat(open(10).publish("x", new byte[TorrentStore.LENGTH_BYTES_MAX + 1]))
                .isInstanceOfSatisfying(
                        Publication.Refused.class,
                        refused -> assertThat(refused.reason()).contains("at most"));
    }

    @Test
    void there_is_room_for_so_many() throws Exception {
        var store = open(1);
        store.publish("one", torrentFile("one", "content"));

        assertThat(store.publish("two", torrentFile("two", "content")))
                .isEqualTo(new Publication.Full(1));
        assertThat(store.delete("one")).isTrue();
        assertThat(store.publish("two", torrentFile("two", "content")))
                .isInstanceOf(Publication.Created.class);
    }

    @Test
    void a_deleted_torrent_is_gone_for_good() throws Exception {
        var store = open(10);
        store.publish("demo", torrentFile("demo", "content"));

        assertThat(store.delete("demo")).isTrue();
        assertThat(store.delete("demo")).isFalse();
        assertThat(store.read("demo")).isEmpty();
        assertThat(open(10).all()).isEmpty();
    }

    @Test
    void what_cannot_be_deleted_stays_hosted() throws Exception {
        var store = open(10);
        store.publish("demo", torrentFile("demo", "content"));
        Files.delete(folder.resolve("demo.torrent"));
        Files.createDirectories(folder.resolve("demo.torrent").resolve("inside"));

        assertThatThrownBy(() -> store.delete("demo")).isInstanceOf(IOException.class);
        assertThat(store.find("demo")).isPresent();
    }

    @Test
    void what_a_crash_left_behind_is_cleared_away_and_strange_files_are_passed_over()
            throws Exception {
        open(10).publish("demo", torrentFile("demo", "content"));
        Files.write(folder.resolve("half.torrent.unfinished"), new byte[] {'d', '8'});
        Files.write(folder.resolve("broken.torrent"), new byte[] {'d', '8'});
        Files.write(folder.resolve("notes.txt"), new byte[] {'x'});
        Files.createDirectory(folder.resolve("folder.torrent"));
        Files.createDirectories(folder.resolve("full.unfinished").resolve("inside"));
        // No URL and no page may name it so.
        Files.write(folder.resolve("a <b>.torrent"), torrentFile("demo", "content"));

        assertThat(open(10).all()).extracting(HostedTorrent::name).containsExactly("demo");
        assertThat(folder.resolve("half.torrent.unfinished")).doesNotExist();
        assertThat(folder.resolve("notes.txt")).exists();
    }

    private TorrentStore open(int most) throws IOException {
        return new TorrentStore(
                folder,
                most,
                MutableClock.of(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    private static byte[] torrentFile(String name, String content) throws Exception {
        var tracker = URI.create("http://127.0.0.1:6969/announce");
        var stream = new ByteArrayInputStream(content.getBytes(US_ASCII));
        return Metainfo.describe(tracker, name, 16_384, stream).toBytes();
    }
}
