package io.labnet.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccessLogTest {
    private final AccessLog<Asked> log = new AccessLog<>(3, List.of());

    @Test
    void the_last_requests_are_remembered_in_order() {
        for (int i = 0; i < 5; i++) {
            log.add(Asked::new);
        }
        assertThat(log.since(0)).extracting(Asked::number).containsExactly(3L, 4L, 5L);
        assertThat(log.since(4)).extracting(Asked::number).containsExactly(5L);
        assertThat(log.since(5)).isEmpty();
    }

    @Test
    void no_request_is_skipped_because_a_later_one_arrives_before_it() {
        log.add(Asked::new);
        log.add(second -> {
            // Another thread is faster at this very moment.
            log.add(Asked::new);
            assertThat(log.since(0)).extracting(Asked::number).containsExactly(1L);
            return new Asked(second);
        });
        assertThat(log.since(1)).extracting(Asked::number).containsExactly(2L, 3L);
    }
}
