package io.labnet.mail.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A PostgreSQL that other replicas work with too: each writes on a connection of its own, and the
 * database lets those that commit at a time share one fsync.
 *
 * <p>Connections that broke are left to the pool: once the database is back, so is this.
 */
public final class SharedDatabase implements Database {
    private static final int TRIES_MAX = 8;
    private static final int PATIENCE_SECONDS = 30;

    // Two of us wanted the same: a serialization failure, a deadlock, a row that another has just
    // removed or inserted. Whoever does it again sees what the other did.
    private static final Set<String> COLLISIONS = Set.of("40001", "40P01", "23503", "23505");

    private final DataSource pool;
    private final Runnable closing;
    private final Semaphore writers;

    /**
     * A database whose connections come from this pool.
     *
     * @param writersMax how many may write at a time; fewer than the pool has, since those who
     *     write to one folder wait for each other, and must not keep all others from reading
     * @param closing closes the pool
     */
    public SharedDatabase(DataSource pool, int writersMax, Runnable closing) {
        this.pool = pool;
        this.writers = new Semaphore(writersMax, true);
        this.closing = closing;
    }

    @Override
    public <T> T write(Work<T> work) {
        try {
            if (!writers.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreException("The mail database takes no more", new IOException());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while writing", e);
        }
        try {
            return writtenAtLast(work);
        } finally {
            writers.release();
        }
    }

    private <T> T writtenAtLast(Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return written(work);
            } catch (SQLException e) {
                if (tries == TRIES_MAX || !COLLISIONS.contains(String.valueOf(e.getSQLState()))) {
                    throw new StoreException("Writing to the mail database failed", e);
                }
            } catch (IOException | RuntimeException e) {
                throw new StoreException("Writing to the mail database failed", e);
            }
        }
    }

    private <T> T written(Work<T> work) throws SQLException, IOException {
        // What was not committed when it goes back to the pool is rolled back there.
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            var result = work.on(connection);
            connection.commit();
            return result;
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        try (var connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException | IOException e) {
            throw new StoreException("Reading the mail database failed", e);
        }
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void close() {
        closing.run();
    }
}
