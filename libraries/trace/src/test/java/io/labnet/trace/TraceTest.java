package io.labnet.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final InetSocketAddress STUDENT = new InetSocketAddress("127.0.0.1", 40000);
    private static final InetSocketAddress ROOT = new InetSocketAddress("127.53.0.1", 1053);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Trace trace = new Trace(3, Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void tells_who_said_what_to_whom() {
        trace.record("DNS", STUDENT, ROOT, () -> "edu NS?");

        assertThat(trace.since(0))
                .containsExactly(
                        new Exchange(
                                1, NOON, "DNS", "127.0.0.1:40000", "127.53.0.1:1053", "edu NS?"));
    }

    @Test
    void forgets_the_oldest_when_full() {
        for (int i = 1; i <= 5; i++) {
            var said = "line " + i;
            trace.record("SMTP", STUDENT, ROOT, () -> said);
        }

        assertThat(trace.since(0))
                .extracting(Exchange::summary)
                .containsExactly("line 3", "line 4", "line 5");
        assertThat(trace.since(4)).extracting(Exchange::number).containsExactly(5L);
    }

    @Test
    void formats_nothing_until_somebody_reads() {
        var formatted = new AtomicInteger();
        trace.record("DNS", STUDENT, ROOT, () -> "seen " + formatted.incrementAndGet());

        assertThat(formatted).hasValue(0);
        assertThat(trace.since(0)).extracting(Exchange::summary).containsExactly("seen 1");
    }

    @Test
    void a_summary_is_one_printable_line_of_bounded_length() {
        trace.record("HTTP", STUDENT, ROOT, () -> "GET /\r\nX: " + "y".repeat(1000));

        var summary = trace.since(0).getFirst().summary();
        assertThat(summary).hasSize(300).startsWith("GET /··X: y").endsWith("…");
    }
}
