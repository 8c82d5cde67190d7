package io.labnet.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who does what at a time. */
class WorkersTest {
    private static final int TASKS = 50;
    private static final int AT_ONCE = 3;

    @Test
    void all_tasks_are_done_and_no_more_than_some_at_a_time() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var go = new Semaphore(0);
        var begun = new CountDownLatch(AT_ONCE);
        var done = new CountDownLatch(TASKS);
        Workers.Work<Integer> work =
                _ -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    begun.countDown();
                    go.acquire();
                    running.decrementAndGet();
                    done.countDown();
                };
        try (var workers = new Workers<Integer>("test", AT_ONCE, work)) {
            for (int task = 0; task < TASKS; task++) {
                workers.wanted(task);
            }
            begun.await();
            go.release(TASKS);
            done.await();
        }
        assertThat(most.get()).isEqualTo(AT_ONCE);
    }
}
