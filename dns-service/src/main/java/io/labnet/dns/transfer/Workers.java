package io.labnet.dns.transfer;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does each of a number of tasks in the background, one thread a task at most and some at a time:
 * wanted again while it is being done, a task is done once more.
 */
final class Workers<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** What is done; may take its time. */
    interface Work<T> {
        void on(T task) throws InterruptedException;
    }

    private static final class State {
        final Thread thread;
        boolean isWanted;

        State(Thread thread) {
            this.thread = thread;
        }
    }

    private final String name;
    private final Work<T> work;
    private final Semaphore places;
    private final Map<T, State> running = new HashMap<>();
    private boolean closed;

    /**
     * Workers of one kind.
     *
     * @param atOnceMax so many tasks are done at a time; the others wait, in their order
     */
    Workers(String name, int atOnceMax, Work<T> work) {
        this.name = name;
        this.work = work;
        this.places = new Semaphore(atOnceMax, true);
    }

    synchronized void wanted(T task) {
        if (closed) {
            return;
        }
        var state = running.get(task);
        if (state == null) {
            state = new State(Thread.ofVirtual().name(name).unstarted(() -> run(task)));
            running.put(task, state);
            state.thread.start();
        }
        state.isWanted = true;
    }

    private void run(T task) {
        try {
            while (isWanted(task)) {
                places.acquire();
                try {
                    work.on(task);
                } finally {
                    places.release();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            LOG.error("{} has failed: {}", name, task, bug);
            synchronized (this) {
                running.remove(task);
            }
        }
    }

    private synchronized boolean isWanted(T task) {
        var state = running.get(task);
        if (state == null || closed || !state.isWanted) {
            running.remove(task);
            return false;
        }
        state.isWanted = false;
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(state -> state.thread.interrupt());
    }
}
