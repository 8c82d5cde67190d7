package io.labnet.mail.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A database of this process alone, with one writer: whatever waits to be written is committed
 * together, so that many messages share one fsync, and nobody goes on before it is on disk.
 */
public final class EmbeddedDatabase implements Database {
    private static final int WAITING_MAX = 1024;
    private static final int BATCH_MAX = 64;
    private static final int READERS = 4;
    private static final int PATIENCE_SECONDS = 30;

    private final class Task<T> {
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private Runnable answer = () -> {};

        Task(Work<T> work) {
            this.work = work;
        }

        // Done at once, told after the commit.
        void run() throws SQLException {
            var before = writer.setSavepoint();
            try {
                var result = work.on(writer);
                answer = () -> done.complete(result);
                writer.releaseSavepoint(before);
            } catch (SQLException | IOException | RuntimeException e) {
                writer.rollback(before);
                answer = () -> done.completeExceptionally(e);
            }
        }
    }

    private final BlockingQueue<Task<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
    private final Connection writer;
    private final Thread writing;
    private volatile boolean closed;
    private volatile boolean ended;

    /** Opens the connections that it needs. */
    public EmbeddedDatabase(DataSource source) {
        try {
            writer = source.getConnection();
            writer.setAutoCommit(false);
            for (int i = 0; i < READERS; i++) {
                readers.add(source.getConnection());
            }
        } catch (SQLException e) {
            throw new StoreException("The mail database cannot be opened", e);
        }
        // A platform thread: an fsync in native code would hold up a virtual thread's carrier.
        writing = Thread.ofPlatform().name("mail-store").start(this::writeWhileOpen);
    }

    @Override
    public <T> T write(Work<T> work) {
        var task = new Task<>(work);
        try {
            if (closed || !waiting.offer(task, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreException("The mail database takes no more", new IOException());
            }
            if (ended) {
                refuseRest();
            }
            return task.done.get();
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new StoreException("Writing to the mail database failed", cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while writing", e);
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        try {
            var reader = readers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (reader == null) {
                throw new StoreException("The mail database is too busy", new IOException());
            }
            try {
                return work.on(reader);
            } finally {
                readers.add(reader);
            }
        } catch (SQLException | IOException e) {
            throw new StoreException("Reading the mail database failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while reading", e);
        }
    }

    @Override
    public boolean isShared() {
        return false;
    }

    private void writeWhileOpen() {
        var batch = new ArrayList<Task<?>>();
        try {
            while (!closed || !waiting.isEmpty()) {
                var first = waiting.poll(50, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH_MAX - 1);
                    commit(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            refuseRest();
        }
    }

    // Whoever offered something while the last batch was written must not wait for ever.
    private void refuseRest() {
        for (var task = waiting.poll(); task != null; task = waiting.poll()) {
            task.done.completeExceptionally(new IOException("The mail database is closed"));
        }
    }

    private void commit(List<Task<?>> batch) {
        try {
            for (var task : batch) {
                task.run();
            }
            writer.commit();
            batch.forEach(task -> task.answer.run());
        } catch (SQLException | RuntimeException | Error e) {
            // Whatever it was, nobody must wait for an answer that never comes.
            batch.forEach(task -> task.done.completeExceptionally(e));
            rollBack();
        }
    }

    private void rollBack() {
        try {
            writer.rollback();
        } catch (SQLException e) {
            // The next commit will fail too and tell its caller.
            return;
        }
    }

    /** Finishes what waits and closes the database. */
    @Override
    public void close() {
        closed = true;
        try {
            writing.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            writer.close();
            for (var reader : readers) {
                reader.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new StoreException("The mail database cannot be closed", e);
        }
    }
}
