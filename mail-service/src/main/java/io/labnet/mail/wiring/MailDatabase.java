package io.labnet.mail.wiring;

import io.labnet.mail.store.Database;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** Opens the embedded database, brought up to the newest schema. */
final class MailDatabase {
    private static final int BUSY_MILLIS = 10_000;

    private MailDatabase() {}

    static Database open(Path file) {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // With NORMAL the last commits before a power cut are lost; a 250 promises more.
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        Flyway.configure(MailDatabase.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:mail-service/db/migration")
                .load()
                .migrate();
        return new Database(source);
    }
}
