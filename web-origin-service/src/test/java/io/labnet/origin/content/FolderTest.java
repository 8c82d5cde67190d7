package io.labnet.origin.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.labnet.origin.message.Refusal;
import io.labnet.origin.representation.Content;
import io.labnet.origin.representation.Representation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1));

    @TempDir Path temp;

    private static final Representation EMPTY =
            BuiltIn.representation("empty.txt", new byte[0], LONG_AGO);

    private final KnownFiles memory = new KnownFiles(100, 50);

    @Test
    void a_folder_that_does_not_exist_has_nothing() throws Refusal {
        assertThat(find("/a.txt")).isEqualTo(new Finding.Nothing());
        assertThat(find("/")).isEqualTo(new Finding.Nothing());
        assertThat(folder().names(10)).isEmpty();
    }

    @Test
    void a_changed_file_is_seen_with_a_new_tag() throws Exception {
        write("a.txt", "first", LONG_AGO);
        var first = page("/a.txt");
        assertThat(text(first)).isEqualTo("first");
        assertThat(first.modified()).isEqualTo(LONG_AGO);
        assertThat(page("/a.txt")).isSameAs(first);

        write("a.txt", "other", LONG_AGO.plusSeconds(1));
        var second = page("/a.txt");
        assertThat(text(second)).isEqualTo("other");
        assertThat(second.tag().isEquivalent(first.tag())).isFalse();
        assertThat(second.tag().weak()).isFalse();
    }

    @Test
    void a_file_written_again_within_the_same_tick_is_not_taken_for_the_old_one() throws Exception {
        write("a.txt", "first", NOW);
        var first = page("/a.txt");
        write("a.txt", "other", NOW);
        assertThat(text(page("/a.txt"))).isEqualTo("other");
        assertThat(page("/a.txt").tag().isSameBytes(first.tag())).isFalse();
    }

    @Test
    void a_large_file_stays_on_disk_and_its_tag_is_weak_until_it_rests() throws Exception {
        write("large.bin", "x".repeat(51), NOW);
        assertThat(page("/large.bin").content())
                .isEqualTo(new Content.OnDisk(site().resolve("large.bin"), 51, NOW));
        assertThat(page("/large.bin").tag().weak()).isTrue();
        write("large.bin", "y".repeat(51), LONG_AGO);
        assertThat(page("/large.bin").tag().weak()).isFalse();
    }

    @Test
    void a_large_file_that_rests_is_looked_at_closely_once() throws Exception {
        write("large.bin", "x".repeat(51), LONG_AGO);
        var first = page("/large.bin");
        assertThat(page("/large.bin")).isSameAs(first);
        assertThat(memory.totalBytes()).isZero();
        write("large.bin", "y".repeat(51), LONG_AGO.plusSeconds(1));
        assertThat(page("/large.bin").tag().isSameBytes(first.tag())).isFalse();
        assertThat(page("/large.bin").modified()).isEqualTo(LONG_AGO.plusSeconds(1));
    }

    @Test
    void a_large_file_is_not_given_for_a_link_that_leads_out() throws Exception {
        write("large.bin", "x".repeat(51), LONG_AGO);
        page("/large.bin");
        var secret = Files.writeString(temp.resolve("secret.bin"), "s".repeat(51));
        Files.setLastModifiedTime(secret, FileTime.from(LONG_AGO));
        Files.delete(site().resolve("large.bin"));
        Files.createSymbolicLink(site().resolve("large.bin"), secret);
        assertThat(find("/large.bin")).isEqualTo(new Finding.Forbidden());
    }

    @Test
    void however_small_they_are_not_all_files_are_held() throws Exception {
        write("a.txt", "a", LONG_AGO);
        var file = site().resolve("a.txt");
        var version = KnownFiles.Version.of(Files.readAttributes(file, BasicFileAttributes.class));
        var page = page("/a.txt");
        for (int i = 0; i < KnownFiles.FILES_MAX; i++) {
            assertThat(memory.holds(file)).isTrue();
            memory.get(temp.resolve("empty-" + i), version, () -> EMPTY);
        }
        assertThat(memory.holds(file)).isFalse();
        assertThat(memory.holds(temp.resolve("empty-0"))).isTrue();
        assertThat(page("/a.txt")).isNotSameAs(page);
    }

    @Test
    void memory_stays_within_its_bound() throws Exception {
        for (int i = 0; i < 10; i++) {
            write(i + ".txt", "x".repeat(30), LONG_AGO);
            assertThat(text(page("/" + i + ".txt"))).hasSize(30);
            assertThat(memory.totalBytes()).isLessThanOrEqualTo(100);
        }
        assertThat(memory.totalBytes()).isEqualTo(90);
    }

    @Test
    void last_modified_is_never_in_the_future() throws Exception {
        write("a.txt", "early", NOW.plus(Duration.ofDays(2)));
        assertThat(page("/a.txt").modified()).isEqualTo(NOW);
    }

    @Test
    void a_link_within_the_site_is_followed_and_one_out_of_it_is_not() throws Exception {
        write("a.txt", "inside", LONG_AGO);
        Files.writeString(temp.resolve("secret.txt"), "outside");
        Files.createSymbolicLink(site().resolve("in.txt"), Path.of("a.txt"));
        Files.createSymbolicLink(site().resolve("out.txt"), temp.resolve("secret.txt"));
        Files.createSymbolicLink(site().resolve("up"), temp);
        assertThat(text(page("/in.txt"))).isEqualTo("inside");
        assertThat(find("/out.txt")).isEqualTo(new Finding.Forbidden());
        assertThat(find("/up/secret.txt")).isEqualTo(new Finding.Forbidden());
    }

    @Test
    void what_is_held_in_memory_is_not_given_for_a_link_that_leads_out() throws Exception {
        write("a.txt", "held", LONG_AGO);
        assertThat(text(page("/a.txt"))).isEqualTo("held");
        var secret = Files.writeString(temp.resolve("secret.txt"), "kept");
        Files.setLastModifiedTime(secret, FileTime.from(LONG_AGO));
        Files.delete(site().resolve("a.txt"));
        Files.createSymbolicLink(site().resolve("a.txt"), secret);
        assertThat(find("/a.txt")).isEqualTo(new Finding.Forbidden());
    }

    // Who may no longer read it is looked at anew: another version, though of the same bytes.
    @Test
    void what_is_held_is_read_again_when_its_permissions_change() throws Exception {
        write("a.txt", "open", LONG_AGO);
        var first = page("/a.txt");
        assertThat(page("/a.txt")).isSameAs(first);
        var file = site().resolve("a.txt");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        if (Files.isReadable(file)) {
            assertThat(page("/a.txt")).isNotSameAs(first);
            assertThat(page("/a.txt").tag()).isEqualTo(first.tag());
        } else {
            assertThat(find("/a.txt")).isEqualTo(new Finding.Forbidden());
        }
    }

    @Test
    void a_pipe_is_not_opened() throws Exception {
        Files.createDirectories(site());
        var pipe = site().resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertThat(find("/pipe")).isEqualTo(new Finding.Forbidden());
    }

    @Test
    void hidden_files_are_not_there() throws Exception {
        write(".htpasswd", "secret", LONG_AGO);
        write(".git/config", "secret", LONG_AGO);
        write("a.txt", "a", LONG_AGO);
        assertThat(find("/.htpasswd")).isEqualTo(new Finding.Nothing());
        assertThat(find("/.git/config")).isEqualTo(new Finding.Nothing());
        assertThat(folder().names(10)).containsExactly("a.txt");
    }

    @Test
    void a_folder_lists_what_can_be_had() throws Exception {
        write("b.txt", "bee", LONG_AGO);
        write("d/c.txt", "sea", LONG_AGO);
        write(".hidden", "x", LONG_AGO);
        Files.createSymbolicLink(site().resolve("out"), temp);
        var back = new BuiltIn(Map.of("a/x/y.txt", bytes("why"), "b.txt", bytes("bees")), LONG_AGO);
        assertThat(folder().list(ResourcePath.parse("/"), 10))
                .extracting(Shelf.Entry::name, Shelf.Entry::folder, Shelf.Entry::lengthBytes)
                .containsExactly(tuple("b.txt", false, 3L), tuple("d", true, 0L));
        assertThat(new Overlay(folder(), back).list(ResourcePath.parse("/"), 10))
                .extracting(Shelf.Entry::name, Shelf.Entry::lengthBytes)
                .containsExactly(tuple("a", 0L), tuple("b.txt", 3L), tuple("d", 0L));
        assertThat(back.list(ResourcePath.parse("/a/x/"), 10))
                .extracting(Shelf.Entry::name)
                .containsExactly("y.txt");
        assertThat(folder().list(ResourcePath.parse("/"), 1)).hasSize(1);
        assertThat(folder().list(ResourcePath.parse("/none/"), 10)).isEmpty();
        assertThat(folder().list(ResourcePath.parse("/out/"), 10)).isEmpty();
    }

    @Test
    void a_folder_in_front_hides_files_behind_it_and_only_those() throws Exception {
        var back = new BuiltIn(Map.of("d/a.txt", bytes("back"), "d/b.txt", bytes("back")), NOW);
        var both = new Overlay(folder(), back);
        write("d/a.txt", "front", LONG_AGO);
        assertThat(both.find(ResourcePath.parse("/d/a.txt"))).isEqualTo(find("/d/a.txt"));
        assertThat(both.find(ResourcePath.parse("/d/b.txt"))).isInstanceOf(Finding.File.class);
        assertThat(both.find(ResourcePath.parse("/d"))).isEqualTo(new Finding.Folder());
        assertThat(both.find(ResourcePath.parse("/e"))).isEqualTo(new Finding.Nothing());
        assertThat(both.names(10)).containsExactly("d/a.txt", "d/b.txt");
    }

    private Path site() {
        return temp.resolve("site");
    }

    private Folder folder() {
        return new Folder(site(), memory, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Finding find(String path) throws Refusal {
        return folder().find(ResourcePath.parse(path));
    }

    private Representation page(String path) throws Refusal {
        return ((Finding.File) find(path)).representation();
    }

    private void write(String name, String text, Instant modified) throws IOException {
        var file = site().resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(Representation page) {
        return UTF_8.decode(((Content.InMemory) page.content()).bytes().duplicate()).toString();
    }
}
