package io.labnet.mail.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** The SQL database below the stores. */
public interface Database extends AutoCloseable {
    /** Something to do on a connection, perhaps more than once. It must not commit. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException, IOException;
    }

    /**
     * Writes, all or nothing, and returns when it is on disk.
     *
     * @throws StoreException when it is not; only when the database went away in the middle of a
     *     commit may it be there nevertheless
     */
    <T> T write(Work<T> work);

    /**
     * Reads what has been committed.
     *
     * @throws StoreException when it cannot
     */
    <T> T read(Work<T> work);

    /** Whether other processes may work with it too. */
    boolean isShared();

    /** Finishes what waits and closes the database. */
    @Override
    void close();
}
