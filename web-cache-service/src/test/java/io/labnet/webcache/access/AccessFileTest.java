package io.labnet.webcache.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log as a file. */
class AccessFileTest {
    @TempDir private Path folder;

    @Test
    void what_is_added_stands_there_when_it_is_closed_and_the_next_goes_on() throws IOException {
        var path = folder.resolve("deep/access.log");
        for (int start = 0; start < 2; start++) {
            try (var file = new AccessFile(path, LogForm.SQUID, 1 << 20)) {
                file.add(access(2 * start));
                file.add(access(2 * start + 1));
            }
        }
        assertThat(Files.readAllLines(path)).hasSize(4);
        assertThat(Files.readAllLines(path).getLast()).contains(" GET http://a.test/3 ");
    }

    @Test
    void it_never_grows_beyond_its_size_and_keeps_the_newest() throws IOException {
        var path = folder.resolve("access.log");
        try (var file = new AccessFile(path, LogForm.COMBINED, 10_000)) {
            for (int i = 0; i < 1000; i++) {
                file.add(access(i));
            }
        }
        var before = folder.resolve("access.log.1");
        assertThat(Files.size(path)).isBetween(1L, 5000L);
        assertThat(Files.size(before)).isBetween(1L, 5000L);
        assertThat(Files.readAllLines(path).getLast()).contains(" http://a.test/999 ");
        try (var all = Files.list(folder)) {
            assertThat(all).hasSize(2);
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_named() throws IOException {
        Files.createDirectory(folder.resolve("access.log"));
        var path = folder.resolve("access.log");
        assertThatThrownBy(() -> new AccessFile(path, LogForm.JSON, 10_000))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("access.log");
    }

    private static Access access(int number) {
        var request = new Request("GET", new Target("a.test", 80, "/" + number), Fields.NONE);
        var visit = Visit.of(InetAddress.getLoopbackAddress(), request, "1.1");
        return visit.over(number, Instant.EPOCH, true);
    }
}
