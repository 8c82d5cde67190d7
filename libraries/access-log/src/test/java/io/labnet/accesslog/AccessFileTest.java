package io.labnet.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFileTest {
    @TempDir Path folder;

    @Test
    void every_request_is_a_line_in_order_and_a_restart_goes_on_behind() throws IOException {
        var file = folder.resolve("logs/access.log");
        write(file, 1_000_000, 1, 1, 1000);
        write(file, 1_000_000, 1, 1001, 1500);
        assertThat(numbers(file)).hasSize(1500).isSorted();
    }

    @Test
    void a_full_file_becomes_older_and_the_oldest_goes() throws IOException {
        var file = folder.resolve("access.log");
        write(file, 1000, 2, 1, 100);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("access.log", "access.log.1", "access.log.2");
        }
        assertThat(Files.size(folder.resolve("access.log.1"))).isBetween(800L, 1000L);
        var last = numbers(file).toList();
        var before = numbers(folder.resolve("access.log.1")).toList();
        assertThat(last.getLast()).isEqualTo(100);
        assertThat(before.getLast()).isEqualTo(last.getFirst() - 1);
    }

    @Test
    void without_older_ones_a_full_file_begins_anew() throws IOException {
        var file = folder.resolve("access.log");
        write(file, 1000, 0, 1, 100);
        assertThat(Files.size(file)).isLessThanOrEqualTo(1000);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void what_cannot_be_written_is_counted_and_then_writing_goes_on() throws IOException {
        var file = folder.resolve("taken/access.log");
        Files.writeString(folder.resolve("taken"), "no folder");
        try (var log = new AccessFile<>(file, AccessFileTest::line, 1000, 0)) {
            log.accept(new Asked(1));
            await().untilAsserted(() -> assertThat(log.lost()).isEqualTo(1));
            Files.delete(folder.resolve("taken"));
            log.accept(new Asked(2));
        }
        assertThat(numbers(file)).containsExactly(2L);
    }

    @Test
    void a_line_that_is_too_long_has_a_file_to_itself() throws IOException {
        var file = folder.resolve("access.log");
        write(file, 50, 1, 1, 2);
        assertThat(numbers(file)).containsExactly(2L);
        assertThat(numbers(folder.resolve("access.log.1"))).containsExactly(1L);
    }

    @Test
    void a_file_that_cannot_be_made_is_named() throws IOException {
        var file = Files.createDirectory(folder.resolve("access.log"));
        assertThatThrownBy(() -> AccessFile.make(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("access.log");
        AccessFile.make(folder.resolve("deep/access.log"));
        assertThat(folder.resolve("deep/access.log")).isEmptyFile();
    }

    private static void write(Path file, long bytesMax, int older, int first, int last) {
        try (var log = new AccessFile<>(file, AccessFileTest::line, bytesMax, older)) {
            for (int i = first; i <= last; i++) {
                log.accept(new Asked(i));
            }
        }
    }

    private static Stream<Long> numbers(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> Long.parseLong(line.replaceFirst(".*\"number\":([0-9]+).*", "$1")));
    }

    private static String line(Asked asked) {
        return LogLine.json(asked) + " ".repeat(100);
    }
}
