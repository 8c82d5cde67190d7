package io.labnet.origin.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.origin.message.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    @ParameterizedTest
    @CsvSource({
        "/old, /new, /old, /new",
        "/old, /new, /older,",
        "/old, /new, /old/,",
        "/old/, /new/, /old/a%20b, /new/a%20b",
        "/old/, http://a.edu/, /old/, http://a.edu/",
        "/old/, /new/, /old,",
        "/old/, /, /old/a, /a",
        "/old/, /, /old//evil.edu,",
        "/old/, /, /old/\\evil.edu,",
        "/old/, /new/, /old//a, /new//a"
    })
    void a_redirect_is_for_its_path_and_with_a_slash_for_all_below(
            String from, String to, String path, @Nullable String target) {
        assertThat(new Redirect(from, to, Status.FOUND).target(path)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "old, /new, FOUND",
        "/old/, http://a.edu, FOUND",
        "/old, /n w, FOUND",
        "/a, /b, OK"
    })
    void what_leads_nowhere_or_too_far_is_no_redirect(String from, String to, Status status) {
        assertThatThrownBy(() -> new Redirect(from, to, status))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void all_origins_are_never_given_what_the_user_is_known_by() {
        assertThatThrownBy(() -> new Cors(Set.of("*"), List.of(), true, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Cors(Set.of("*"), List.of(), false, Duration.ZERO).allowed("https://a.edu"))
                .isEqualTo("*");
        assertThat(Cors.NONE.allowed("https://a.edu")).isNull();
    }
}
