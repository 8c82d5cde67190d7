package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases in a PostgreSQL that several replicas share: they end some time after their holder was
 * last heard of, on the database's clock, so that those of a replica that died become free.
 *
 * <p>While the database is away nobody can renew. So whoever lost sight of it gives the others one
 * lease's time to be heard of again before it takes what has expired.
 */
final class SharedLeases implements Leases {
    static final Duration LENGTH = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int RENEWALS_PER_LEASE = 3;
    private static final String NOW =
            "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    private static final Logger LOG = LoggerFactory.getLogger(SharedLeases.class);

    private final Database database;
    private final Duration length;
    private final String holder = UUID.randomUUID().toString();
    private final Set<Long> taken = ConcurrentHashMap.newKeySet();
    private final Set<Address> locked = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread renewing;
    private volatile long seenNanos = System.nanoTime();
    private volatile long unbrokenSinceNanos = seenNanos;

    SharedLeases(Database database, Duration length) {
        this.database = database;
        this.length = length;
        this.renewing = Thread.ofVirtual().name("mail-leases").start(this::renewWhileOpen);
    }

    @Override
    public String holder() {
        return holder;
    }

    @Override
    public String isFree() {
        return "queued." + freeColumn();
    }

    private String freeColumn() {
        return mayTakeExpired() ? "leased_until <= " + NOW : "leased_until = 0";
    }

    private boolean mayTakeExpired() {
        return areSure() && System.nanoTime() - unbrokenSinceNanos >= length.toNanos();
    }

    @Override
    public boolean areSure() {
        return System.nanoTime() - seenNanos < length.toNanos();
    }

    @Override
    public Set<Long> take(Collection<Long> queued, Instant now) {
        // In one order, so that two who want the same do not wait for each other.
        var inOrder = new TreeSet<>(queued);
        Set<Long> ours =
                database.write(connection -> {
                    var got = new TreeSet<Long>();
                    try (var update =
                            connection.prepareStatement(
                                    // It may have been tried and postponed since it was read.
                                    "UPDATE queued SET held_by = ?, leased_until = ? + "
                                            + NOW
                                            + " WHERE id = ? AND next_try_at <= ? AND "
                                            + isFree())) {
                        for (var id : inOrder) {
                            update.setString(1, holder);
                            update.setLong(2, length.toMillis());
                            update.setLong(3, id);
                            update.setLong(4, now.toEpochMilli());
                            if (update.executeUpdate() > 0) {
                                got.add(id);
                            }
                        }
                    }
                    return got;
                });
        taken.addAll(ours);
        return ours;
    }

    @Override
    public void release(Collection<Long> queued) {
        forget(queued);
        database.write(connection -> {
            try (var update =
                    connection.prepareStatement(
                            "UPDATE queued SET held_by = '', leased_until = 0"
                                    + " WHERE held_by = ? AND id = ANY (?)")) {
                update.setString(1, holder);
                update.setArray(2, connection.createArrayOf("bigint", queued.toArray()));
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void forget(Collection<Long> queued) {
        taken.removeAll(Set.copyOf(queued));
    }

    @Override
    public boolean lock(Address account) {
        var name = account.normalized();
        boolean ours =
                database.write(connection -> {
                    try (var insert =
                            connection.prepareStatement(
                                    "INSERT INTO maildrop_lock (account, held_by, leased_until)"
                                            + " VALUES (?, ?, ? + "
                                            + NOW
                                            + ") ON CONFLICT (account) DO UPDATE"
                                            + " SET held_by = excluded.held_by,"
                                            + " leased_until = excluded.leased_until"
                                            + " WHERE maildrop_lock."
                                            + freeColumn())) {
                        insert.setString(1, name.toString());
                        insert.setString(2, holder);
                        insert.setLong(3, length.toMillis());
                        return insert.executeUpdate() > 0;
                    }
                });
        if (ours) {
            locked.add(name);
        }
        return ours;
    }

    @Override
    public void unlock(Address account) {
        var name = account.normalized();
        // If the database is away it is renewed no more, and ends by itself.
        locked.remove(name);
        database.write(connection -> {
            try (var delete =
                    connection.prepareStatement(
                            "DELETE FROM maildrop_lock WHERE account = ? AND held_by = ?")) {
                delete.setString(1, name.toString());
                delete.setString(2, holder);
                return delete.executeUpdate();
            }
        });
    }

    private void renewWhileOpen() {
        var pause = length.dividedBy(RENEWALS_PER_LEASE);
        try {
            while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = renewed() ? length.dividedBy(RENEWALS_PER_LEASE) : RETRY;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean renewed() {
        var before = System.nanoTime();
        try {
            // Asked also when nothing is held: it shows whether the database is there.
            database.write(connection -> {
                renew(connection, "queued", "id", "bigint", taken.toArray());
                var accounts = locked.stream().map(Address::toString).toArray();
                return renew(connection, "maildrop_lock", "account", "varchar", accounts);
            });
        } catch (StoreException e) {
            if (seenNanos - unbrokenSinceNanos >= 0) {
                LOG.warn("The mail database is away; trying again every second", e);
            }
            unbrokenSinceNanos = System.nanoTime();
            return false;
        }
        if (before - seenNanos >= length.toNanos()) {
            // We were frozen ourselves.
            unbrokenSinceNanos = before;
        }
        seenNanos = before;
        return true;
    }

    private int renew(Connection connection, String table, String key, String type, Object[] held)
            throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "UPDATE %s SET leased_until = ? + %s WHERE held_by = ? AND %s = ANY (?)"
                                .formatted(table, NOW, key))) {
            update.setLong(1, length.toMillis());
            update.setString(2, holder);
            update.setArray(3, connection.createArrayOf(type, held));
            return update.executeUpdate();
        }
    }

    /** As if the process had died: nothing is renewed or given back. */
    void abandon() {
        closed.countDown();
        try {
            renewing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        abandon();
        try {
            database.write(connection -> {
                giveBack(
                        connection,
                        "UPDATE queued SET held_by = '', leased_until = 0 WHERE held_by = ?");
                return giveBack(connection, "DELETE FROM maildrop_lock WHERE held_by = ?");
            });
        } catch (StoreException e) {
            LOG.info("What this replica had for itself ends in {}", length, e);
        }
    }

    private int giveBack(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, holder);
            return statement.executeUpdate();
        }
    }
}
