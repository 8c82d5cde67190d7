package io.labnet.mail.store;

import io.labnet.mail.wiring.MailWorld;
import java.time.Clock;
import java.time.Duration;

/** One of several processes on one database, as far as the store is concerned. */
public final class Replica implements AutoCloseable {
    public final Database database;
    public final SqlMailStore store;
    private final SharedLeases leases;

    /** A replica whose leases end so long after it died. */
    public Replica(String url, Clock clock, Duration lease) {
        database = MailWorld.sharedDatabase(url);
        leases = new SharedLeases(database, lease);
        store = new SqlMailStore(database, clock, leases);
    }

    /** Dies without a word. */
    public void crash() {
        leases.abandon();
        database.close();
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
