package io.labnet.webcache.store;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes to disk, and what waits for it: bounded in bytes. */
final class DiskQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DiskQueue.class);

    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong freeBytes;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("web-cache-disk").unstarted(this::work);

    // For the thread itself.
    private boolean over;

    DiskQueue(long mostBytes) {
        freeBytes = new AtomicLong(mostBytes);
    }

    void start() {
        thread.start();
    }

    /**
     * Has something written that holds so much memory until then.
     *
     * @return false when too much waits already
     */
    boolean offer(long bytes, Runnable task) {
        if (freeBytes.addAndGet(-bytes) < 0) {
            freeBytes.addAndGet(bytes);
            return false;
        }
        waiting.add(() -> {
            try {
                task.run();
            } finally {
                freeBytes.addAndGet(bytes);
            }
        });
        return true;
    }

    /** Has something done that holds no memory of its own, and must not be left undone. */
    void run(Runnable task) {
        waiting.add(task);
    }

    private void work() {
        try {
            while (!over) {
                attempt(waiting.take());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    // Whatever is wrong with one response, the others are still to be written.
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException cause) {
            LOG.error("The cache's disk tier fails", cause);
        }
    }

    /** Ends when all that waits is done, or the time is over. */
    void close(Duration patience) {
        waiting.add(() -> over = true);
        try {
            if (!thread.join(patience)) {
                thread.interrupt();
                thread.join(patience);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
