package io.labnet.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminKeyTest {
    @TempDir Path dataDir;

    private String key() throws Exception {
        return Files.readString(AdminKey.file(dataDir)).strip();
    }

    @Test
    void a_first_start_makes_a_key_that_only_its_owner_may_read() throws Exception {
        var made = AdminKey.keptIn(dataDir);
        assertThat(made.isNewlyMade()).isTrue();
        assertThat(made.matches(key())).isTrue();
        assertThat(made.matches(key() + "x")).isFalse();
        assertThat(made.matches("")).isFalse();
        assertThat(key()).hasSize(43);
        var mode = Files.getPosixFilePermissions(AdminKey.file(dataDir));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
    }

    @Test
    void the_gateway_itself_keeps_the_hash_only() throws Exception {
        AdminKey.keptIn(dataDir);
        try (var files = Files.walk(dataDir.resolve("gateway"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file).content().doesNotContain(key());
            }
        }
    }

    @Test
    void two_labs_have_two_keys() throws Exception {
        AdminKey.keptIn(dataDir);
        var first = key();
        assertThat(AdminKey.keptIn(dataDir.resolve("other")).matches(first)).isFalse();
    }

    @Test
    void a_second_start_keeps_the_key_with_or_without_its_file() throws Exception {
        AdminKey.keptIn(dataDir);
        var key = key();
        assertThat(AdminKey.keptIn(dataDir).isNewlyMade()).isFalse();
        Files.delete(AdminKey.file(dataDir));
        var kept = AdminKey.keptIn(dataDir);
        assertThat(kept.isNewlyMade()).isFalse();
        assertThat(kept.matches(key)).isTrue();
        assertThat(AdminKey.file(dataDir)).doesNotExist();
    }

    @Test
    void a_start_that_was_killed_between_key_and_hash_is_taken_up() throws Exception {
        AdminKey.keptIn(dataDir);
        Files.delete(dataDir.resolve("gateway").resolve("admin-key.sha256"));
        var again = AdminKey.keptIn(dataDir);
        assertThat(again.isNewlyMade()).isFalse();
        assertThat(again.matches(key())).isTrue();
    }

    @Test
    void a_given_key_is_written_nowhere() {
        var given = AdminKey.given("0123456789abcdef");
        assertThat(given.matches("0123456789abcdef")).isTrue();
        assertThat(dataDir).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "0123456789 abcdef", "0123456789äbcdef", "=0123456789abcdef"})
    void a_given_key_must_fit_into_a_header_and_be_long(String bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AdminKey.given(bad))
                .withMessageContaining("at least 16 characters")
                .withMessageNotContaining(bad);
    }
}
