package io.labnet.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ResolutionLogTest {
    private static final Name LOCAL = ScriptedInternet.name("local");

    private static void add(ResolutionLog log, Outcome outcome) {
        var question = ScriptedInternet.question("gaia.edu", Type.A);
        var took = Duration.ofMillis(1);
        log.add(LOCAL, ScriptedInternet.CLIENT, question, outcome, took, List.of());
    }

    private static List<Long> ids(List<Resolution> resolutions) {
        return resolutions.stream().map(Resolution::id).toList();
    }

    private static Outcome failed() {
        return Resolver.failed(0, "nobody could tell");
    }

    @Test
    void the_last_ones_are_remembered() {
        var log = new ResolutionLog(4, Clock.systemUTC());
        for (int i = 0; i < 6; i++) {
            add(log, failed());
        }
        assertThat(ids(log.newestFirst())).containsExactly(6L, 5L, 4L, 3L);
        assertThat(ids(log.since(4))).containsExactly(5L, 6L);
        assertThat(log.find(2)).isEmpty();
        assertThat(log.find(3)).isPresent();
    }

    /** A clock at which the first to look is held up. */
    private static final class Gate extends Clock {
        private final AtomicBoolean isFirst = new AtomicBoolean(true);
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public Instant instant() {
            if (isFirst.getAndSet(false)) {
                held.countDown();
                try {
                    open.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            return Instant.EPOCH;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void whoever_reads_on_from_the_last_one_misses_none_that_is_still_being_written()
            throws Exception {
        var gate = new Gate();
        var log = new ResolutionLog(4, gate);
        var slow = Thread.ofVirtual().start(() -> add(log, failed()));
        gate.held.await();
        add(log, failed());
        assertThat(log.since(0)).isEmpty();
        gate.open.countDown();
        slow.join();
        assertThat(ids(log.since(0))).containsExactly(1L, 2L);
    }

    @Test
    void of_a_long_answer_only_so_much_is_kept() {
        var log = new ResolutionLog(4, Clock.systemUTC());
        var text = "gaia.edu 60 TXT \"" + "x".repeat(200) + "\"";
        var records = Collections.<Record>nCopies(100, ScriptedInternet.record(text));
        add(log, new Outcome.Noted(new Outcome.Answer(records), new Outcome.Trouble(3, "stale")));
        var kept = log.newestFirst().getFirst();
        assertThat(kept.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Noted.class,
                        noted ->
                                assertThat(noted.outcome())
                                        .isInstanceOfSatisfying(
                                                Outcome.Answer.class,
                                                answer -> assertThat(answer.records()).hasSize(8)));
        assertThat(Arrow.of(kept, log)).allMatch(arrow -> arrow.said().length() < 600);
    }
}
