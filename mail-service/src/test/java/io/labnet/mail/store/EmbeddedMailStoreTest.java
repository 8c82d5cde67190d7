package io.labnet.mail.store;

import io.labnet.mail.account.AccountStore;
import io.labnet.mail.wiring.MailWorld;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMailStoreTest implements MailStoreContract, AccountStoreContract {
    @TempDir Path folder;

    private Database database;
    private MailStore store;

    @BeforeEach
    void open() {
        database = MailWorld.database(folder);
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
