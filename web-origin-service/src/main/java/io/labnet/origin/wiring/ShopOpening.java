package io.labnet.origin.wiring;

import io.labnet.origin.shop.ShopDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** Opens the shop's database, brought up to the newest schema the first time. */
final class ShopOpening implements ShopDatabase.Opening {
    private static final int BUSY_MILLIS = 5_000;
    private static final String CONNECT_SECONDS = "5";
    private static final String ANSWER_SECONDS = "10";

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
        return settings.url().isEmpty() ? embedded() : shared();
    }

    private Connection embedded() throws SQLException {
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
        migrate(flyway().dataSource(source));
        return source.getConnection();
    }

    private Connection shared() throws SQLException {
        try {
            // In a jar of jars the driver is not found unless it is called by its name.
            Class.forName("org.postgresql.Driver");
        } catch (ClassNotFoundException e) {
            throw new SQLException("PostgreSQL's driver is not there", e);
        }
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", "labnet-shop");
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        // First a connection that gives up in time, then Flyway's own, which would wait longer.
        var connection = DriverManager.getConnection(settings.url(), properties);
        try {
            migrate(flyway().dataSource(settings.url(), settings.user(), settings.password()));
            return connection;
        } catch (FlywayException e) {
            connection.close();
            throw e;
        }
    }

    private static FluentConfiguration flyway() {
        return Flyway.configure(ShopOpening.class.getClassLoader())
                .locations("classpath:web-origin-service/db/migration")
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0");
    }

    private void migrate(FluentConfiguration flyway) {
        if (!migrated) {
            flyway.load().migrate();
            migrated = true;
        }
    }
}
