package io.labnet.origin.wiring;

import io.labnet.origin.shop.ShopDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** Opens the shop's database, brought up to the newest schema the first time. */
final class ShopOpening implements ShopDatabase.Opening {
    private static final int BUSY_MILLIS = 5_000;
    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 10;

    // Others may keep their tables in the same database, and what they did to it is theirs.
    private static final String HISTORY = "shop_schema_history";

    private final ShopSettings.Database settings;
    private final Path file;
    private boolean migrated;

    ShopOpening(ShopSettings.Database settings, Path file) {
        this.settings = settings;
        this.file = file;
    }

    /** Whether there may be rows already. */
    boolean isKept() {
        return !settings.url().isEmpty() || Files.exists(file);
    }

    @Override
    public Connection open() throws SQLException {
        var source = settings.url().isEmpty() ? embedded() : shared();
        if (!migrated) {
            migrate(source);
            migrated = true;
        }
        return source.getConnection();
    }

    private DataSource embedded() throws SQLException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new SQLException("There is no folder for " + file, e);
        }
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // With NORMAL the last orders before a power cut are lost.
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private DataSource shared() {
        var source = new PGSimpleDataSource();
        source.setURL(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("labnet-shop");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        return source;
    }

    private static void migrate(DataSource source) {
        Flyway.configure(ShopOpening.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:web-origin-service/db/migration")
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
