package io.labnet.gateway.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.labnet.gateway.upstream.EventLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline(4);

    private void say(int second) {
        var at = Instant.EPOCH.plusSeconds(second);
        timeline.add(new ServiceExchange("dns-service", second, at, "DNS", "a", "b", "s"));
    }

    @Test
    void what_arrived_since_is_told_in_the_order_of_time() {
        say(2);
        say(1);
        var stretch = timeline.since(0, 10);
        assertThat(stretch.exchanges()).extracting(ServiceExchange::number).containsExactly(1L, 2L);
        assertThat(timeline.since(stretch.next(), 10).exchanges()).isEmpty();
        say(3);
        assertThat(timeline.since(stretch.next(), 10).exchanges())
                .extracting(ServiceExchange::number)
                .containsExactly(3L);
    }

    @Test
    void a_flood_leaves_the_newest() {
        for (int second = 1; second <= 9; second++) {
            say(second);
        }
        assertThat(timeline.since(0, 10).exchanges())
                .extracting(ServiceExchange::number)
                .containsExactly(6L, 7L, 8L, 9L);
        assertThat(timeline.since(0, 2))
                .isEqualTo(new Timeline.Stretch(timeline.since(7, 9).exchanges(), 9));
    }

    @Test
    void lines_end_with_a_line_feed_and_never_run_on_for_ever() throws IOException {
        var lines = lines("data:a\r\n\ndata:ü\nrest");
        assertThat(lines.next()).isEqualTo("data:a");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEqualTo("data:ü");
        assertThat(lines.next()).isNull();
        assertThatIOException()
                .isThrownBy(() -> lines("x".repeat(EventLines.LINE_BYTES_MAX + 1)).next());
    }

    private static EventLines lines(String text) {
        return new EventLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
