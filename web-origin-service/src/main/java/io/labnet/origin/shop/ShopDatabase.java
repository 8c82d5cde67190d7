package io.labnet.origin.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SQL database below the shop: one connection, opened when it is first needed, on a thread of
 * its own. So work is done one after the other, and a disk that syncs holds up nobody's event loop
 * or carrier thread.
 */
public final class ShopDatabase implements AutoCloseable {
    /** Makes a connection to a database of the newest schema. */
    @FunctionalInterface
    public interface Opening {
        Connection open() throws SQLException;
    }

    /** Something to do in one transaction, perhaps more than once. It must not commit. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private static final int WAITING_MAX = 256;
    private static final int TRIES_MAX = 4;
    private static final int VALID_SECONDS = 2;
    private static final Duration TRUSTED = Duration.ofSeconds(5);
    private static final Duration THREAD_IDLE = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    // Another replica wanted the same: whoever does it again sees what that one did.
    private static final Set<String> COLLISIONS = Set.of("40001", "40P01", "23503", "23505");
    private static final Logger LOG = LoggerFactory.getLogger(ShopDatabase.class);

    private final Opening opening;
    private final Duration patience;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    THREAD_IDLE.toSeconds(),
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING_MAX),
                    Thread.ofPlatform().name("shop-database").factory());
    // These two are the thread's alone, until it has ended.
    private @Nullable Connection connection;
    private long usedNanos;

    /**
     * A database that is not open yet.
     *
     * @param patience how long work may take, from when it is handed in
     */
    public ShopDatabase(Opening opening, Duration patience) {
        this.opening = opening;
        this.patience = patience;
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Does it, all or nothing, and returns when it is on disk.
     *
     * @throws StoreException when it is not; only when the patience is over, or the database went
     *     away in the middle of a commit, may it be there nevertheless
     */
    <T> T work(Work<T> work) {
        try {
            var done = thread.submit(() -> done(work));
            try {
                return done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                done.cancel(false);
                throw new StoreException("The shop's database is too slow", e);
            }
        } catch (RejectedExecutionException e) {
            throw new StoreException("The shop's database takes no more", e);
        } catch (ExecutionException e) {
            throw new StoreException(
                    "The shop's database failed", e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while the shop's database worked", e);
        }
    }

    private <T> T done(Work<T> work) throws SQLException {
        for (int tries = 1; ; tries++) {
            var open = opened();
            try {
                var result = work.on(open);
                open.commit();
                usedNanos = System.nanoTime();
                return result;
            } catch (SQLException e) {
                undo(open);
                if (tries == TRIES_MAX || !COLLISIONS.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                undo(open);
                throw e;
            }
        }
    }

    private Connection opened() throws SQLException {
        if (connection != null
                && System.nanoTime() - usedNanos > TRUSTED.toNanos()
                && !connection.isValid(VALID_SECONDS)) {
            drop(connection);
        }
        if (connection == null) {
            connection = opening.open();
            connection.setAutoCommit(false);
            usedNanos = System.nanoTime();
        } else {
            // Asking whether it is valid may have begun a transaction, which sees what was then.
            connection.rollback();
        }
        return connection;
    }

    private void undo(Connection broken) {
        try {
            broken.rollback();
        } catch (SQLException e) {
            drop(broken);
        }
    }

    private void drop(Connection broken) {
        connection = null;
        try {
            broken.close();
        } catch (SQLException e) {
            LOG.debug("A broken connection does not close", e);
        }
    }

    /** Finishes what waits and closes the database. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The shop's database does not end its work");
            } else if (connection != null) {
                drop(connection);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
