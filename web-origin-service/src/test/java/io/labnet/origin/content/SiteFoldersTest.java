package io.labnet.origin.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.origin.content.SiteFolders.Kept;
import io.labnet.origin.content.SiteFolders.Removed;
import io.labnet.origin.message.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteFoldersTest {
    private static final String SITE = "www.networkutopia.com";

    @TempDir Path data;

    private SiteFolders folders;

    @BeforeEach
    void make() {
        folders = new SiteFolders(data, 100);
    }

    @Test
    void a_site_is_a_folder() throws IOException {
        assertThat(folders.names()).isEmpty();
        assertThat(folders.create(SITE)).isTrue();
        assertThat(folders.create(SITE)).isFalse();
        assertThat(folders.names()).containsExactly(SITE);
        assertThat(data.resolve("sites").resolve(SITE)).isDirectory();
    }

    @Test
    void a_deleted_site_leaves_nothing() throws Exception {
        folders.create(SITE);
        keep("/a/b.txt", "b");
        assertThat(folders.delete(SITE)).isTrue();
        assertThat(folders.delete(SITE)).isFalse();
        assertThat(data.resolve("sites")).isEmptyDirectory();
        assertThat(data.resolve("unfinished")).isEmptyDirectory();
    }

    @Test
    void a_file_is_put_in_place_and_replaced() throws Exception {
        assertThat(keep("/a/b.txt", "first")).isEqualTo(Kept.CREATED);
        assertThat(keep("/a/b.txt", "second")).isEqualTo(Kept.REPLACED);
        assertThat(folders.folder(SITE).resolve("a/b.txt")).hasContent("second");
        assertThat(folders.delete(SITE, ResourcePath.parse("/a/b.txt"))).isTrue();
        assertThat(folders.delete(SITE, ResourcePath.parse("/a/b.txt"))).isFalse();
    }

    @Test
    void a_file_is_for_whom_other_files_are() throws Exception {
        keep("/a.txt", "first");
        var other = Files.createFile(data.resolve("other"));
        assertThat(Files.getPosixFilePermissions(folders.folder(SITE).resolve("a.txt")))
                .isEqualTo(Files.getPosixFilePermissions(other));
    }

    @Test
    void a_file_too_large_leaves_the_old_one_and_nothing_else() throws Exception {
        keep("/a.txt", "first");
        assertThat(keep("/a.txt", "x".repeat(101))).isEqualTo(Kept.TOO_LARGE);
        assertThat(folders.folder(SITE).resolve("a.txt")).hasContent("first");
        assertThat(data.resolve("unfinished")).isEmptyDirectory();
    }

    @Test
    void an_upload_that_breaks_off_leaves_the_old_file() throws Exception {
        keep("/a.txt", "first");
        // Reading what is closed fails, as reading from a client that left does.
        var breaking = InputStream.nullInputStream();
        breaking.close();
        assertThatThrownBy(() -> folders.keep(SITE, ResourcePath.parse("/a.txt"), breaking))
                .isInstanceOf(IOException.class);
        assertThat(folders.folder(SITE).resolve("a.txt")).hasContent("first");
        assertThat(data.resolve("unfinished")).isEmptyDirectory();
    }

    @Test
    void what_an_earlier_server_left_half_done_is_tidied_away() throws Exception {
        folders.tidy();
        keep("/a.txt", "first");
        Files.createDirectories(data.resolve("unfinished/deleted-1/old.edu"));
        Files.writeString(data.resolve("unfinished/upload-1"), "half");
        folders.tidy();
        assertThat(data.resolve("unfinished")).doesNotExist();
        assertThat(folders.folder(SITE).resolve("a.txt")).hasContent("first");
    }

    @Test
    void files_and_folders_do_not_take_each_others_names() throws Exception {
        keep("/a/b.txt", "b");
        assertThat(keep("/a", "a file")).isEqualTo(Kept.IN_THE_WAY);
        assertThat(keep("/a/b.txt/c.txt", "c")).isEqualTo(Kept.IN_THE_WAY);
        assertThat(keep("/a/b.txt/c/d.txt", "d")).isEqualTo(Kept.IN_THE_WAY);
    }

    @Test
    void nothing_is_written_or_removed_through_a_link_that_leads_out() throws Exception {
        folders.create(SITE);
        var outside = Files.createDirectory(data.resolve("outside"));
        Files.writeString(outside.resolve("kept.txt"), "kept");
        Files.createSymbolicLink(folders.folder(SITE).resolve("link"), outside);
        assertThat(keep("/link/new.txt", "x")).isEqualTo(Kept.IN_THE_WAY);
        assertThat(keep("/link/folder/new.txt", "x")).isEqualTo(Kept.IN_THE_WAY);
        assertThat(folders.delete(SITE, ResourcePath.parse("/link/kept.txt"))).isFalse();
        assertThat(outside.toFile().list()).containsExactly("kept.txt");
    }

    @Test
    void a_file_changes_only_while_its_condition_holds() throws Exception {
        var path = ResourcePath.parse("/a.txt");
        keep("/a.txt", "first");
        var body = new ByteArrayInputStream("second".getBytes(StandardCharsets.UTF_8));
        assertThat(folders.keep(SITE, path, body, () -> false)).isEqualTo(Kept.CHANGED_MEANWHILE);
        assertThat(folders.remove(SITE, path, () -> false)).isEqualTo(Removed.CHANGED_MEANWHILE);
        assertThat(folders.folder(SITE).resolve("a.txt")).hasContent("first");
        assertThat(data.resolve("unfinished")).isEmptyDirectory();
        assertThat(folders.remove(SITE, path, () -> true)).isEqualTo(Removed.REMOVED);
        assertThat(folders.remove(SITE, path, () -> true)).isEqualTo(Removed.NOTHING);
    }

    @Test
    void of_many_who_make_the_same_file_one_does() throws Exception {
        var path = ResourcePath.parse("/a.txt");
        var file = folders.folder(SITE).resolve("a.txt");
        Callable<Kept> once =
                () ->
                        folders.keep(
                                SITE,
                                path,
                                new ByteArrayInputStream(new byte[] {1}),
                                () -> !Files.exists(file));
        int made = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var kept : threads.invokeAll(Collections.nCopies(50, once))) {
                made += kept.get() == Kept.CREATED ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/b", "A.com", "", ".", "-a.com", "a..com", "a_b", "a.com."})
    void only_a_host_s_name_names_a_folder(String name) {
        assertThatThrownBy(() -> folders.folder(name)).isInstanceOf(IllegalArgumentException.class);
        assertThat(folders.has(name)).isFalse();
    }

    private Kept keep(String path, String text) throws IOException, Refusal {
        var body = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return folders.keep(SITE, ResourcePath.parse(path), body);
    }
}
