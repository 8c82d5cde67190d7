package io.labnet.mail.store;

import io.labnet.mail.account.AccountStore;
import io.labnet.mail.wiring.MailWorld;
import io.labnet.postgres.TemporaryPostgres;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresMailStoreTest implements MailStoreContract, AccountStoreContract {
    private final String url = TemporaryPostgres.shared().newDatabase();

    private Database database;
    private MailStore store;

    @BeforeEach
    void open() {
        database = MailWorld.sharedDatabase(url);
        store = new SqlMailStore(database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Override
    public MailStore store() {
        return store;
    }

    @Override
    public MailStore reopened() {
        close();
        open();
        return store;
    }

    @Override
    public AccountStore accounts() {
        return new SqlAccountStore(database);
    }
}
