package io.labnet.tracker.torrent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.bittorrent.metainfo.Metainfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of torrent files must do. */
abstract class TorrentStoreContract {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Another door to the same torrents, as after a new start or at a replica. */
    abstract TorrentStore open(int most) throws IOException;

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
        assertThat(open(10).all()).isEmpty();
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
    void a_torrent_comes_back_as_it_was_described() throws Exception {
        var published = open(10).publish("demo", torrentFile("demo", "content"));

        // When a file was published is told by the file system, not by the clock of this test.
        assertThat(open(10).all())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("published")
                .containsExactly(((Publication.Created) published).torrent());
    }

    @Test
    void torrents_are_listed_by_name() throws Exception {
        var store = open(10);
        for (var name : new String[] {"c", "a", "B"}) {
            store.publish(name, torrentFile(name, "content"));
        }

        assertThat(store.all()).extracting(HostedTorrent::name).containsExactly("B", "a", "c");
    }

    @Test
    void a_torrent_is_hosted_as_long_as_it_has_a_name() throws Exception {
        var store = open(10);
        var bytes = torrentFile("demo", "content");
        store.publish("one", bytes);
        store.publish("two", bytes);
        var infoHash = Metainfo.parse(bytes).infoHash();

        store.delete("one");
        assertThat(store.hosts(infoHash)).isTrue();
        store.delete("two");
        assertThat(store.hosts(infoHash)).isFalse();
    }

    static byte[] torrentFile(String name, String content) throws Exception {
        var tracker = URI.create("http://127.0.0.1:6969/announce");
        var stream = new ByteArrayInputStream(content.getBytes(US_ASCII));
        return Metainfo.describe(tracker, name, 16_384, stream).toBytes();
    }
}
