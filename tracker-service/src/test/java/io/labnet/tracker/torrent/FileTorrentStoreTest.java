package io.labnet.tracker.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

class FileTorrentStoreTest extends TorrentStoreContract {
    @TempDir Path folder;

    @Override
    TorrentStore open(int most) throws IOException {
        return new FileTorrentStore(folder, most, MutableClock.of(NOW, ZoneOffset.UTC));
    }

    @Test
    void a_torrent_file_lies_in_the_folder_under_its_name() throws Exception {
        var bytes = torrentFile("demo", "content");
        open(10).publish("demo", bytes);

        assertThat(Files.readAllBytes(folder.resolve("demo.torrent"))).isEqualTo(bytes);
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
}
