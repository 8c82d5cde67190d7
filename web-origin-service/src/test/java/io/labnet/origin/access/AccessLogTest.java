package io.labnet.origin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessLogTest {
    private final AccessLog log = new AccessLog(3, List.of());

    @Test
    void the_last_requests_are_remembered_in_order() {
        for (int i = 0; i < 5; i++) {
            log.add(AccessLogTest::access);
        }
        assertThat(log.since(0)).extracting(Access::number).containsExactly(3L, 4L, 5L);
        assertThat(log.since(4)).extracting(Access::number).containsExactly(5L);
        assertThat(log.since(5)).isEmpty();
    }

    @Test
    void no_request_is_skipped_because_a_later_one_arrives_before_it() {
        log.add(AccessLogTest::access);
        log.add(second -> {
            // Another thread is faster at this very moment.
            log.add(AccessLogTest::access);
            assertThat(log.since(0)).extracting(Access::number).containsExactly(1L);
            return access(second);
        });
        assertThat(log.since(1)).extracting(Access::number).containsExactly(2L, 3L);
    }

    private static Access access(long number) {
        return new Access(
                number,
                Instant.EPOCH,
                "127.0.0.1:1",
                "",
                "",
                "GET",
                "/",
                "HTTP/1.1",
                200,
                0,
                "",
                "",
                1);
    }
}
