package io.labnet.mail.wiring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.labnet.mail.store.Database;
import io.labnet.mail.store.EmbeddedDatabase;
import io.labnet.mail.store.SharedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** Opens the database, brought up to the newest schema. */
final class MailDatabase {
    private static final int BUSY_MILLIS = 10_000;
    private static final int CONNECTIONS_MAX = 10;
    private static final int CONNECTIONS_IDLE_MIN = 2;
    private static final int WRITERS_MAX = 6;
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    // So long a client waits before it hears that the store is away.
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(5);
    private static final String CONNECT_SECONDS = "5";
    private static final String ANSWER_SECONDS = "30";
    // What a replica left open when its machine died must not hold up the others for long; and a
    // 250 promises more than a server that was told not to wait for its disk would keep.
    private static final String SESSION =
            """
            SET lock_timeout = '10s';
            SET idle_in_transaction_session_timeout = '30s';
            SELECT set_config('synchronous_commit', 'on', false)
                WHERE current_setting('synchronous_commit') = 'off'
            """;
    private static final Logger LOG = LoggerFactory.getLogger(MailDatabase.class);

    private MailDatabase() {}

    static Database open(MailSettings.Database settings, Path file) {
        return settings.url().isEmpty()
                ? embedded(file)
                : shared(settings, START_PATIENCE, CONNECTION_PATIENCE);
    }

    static Database embedded(Path file) {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // With NORMAL the last commits before a power cut are lost; a 250 promises more.
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        migrate(source);
        return new EmbeddedDatabase(source);
    }

    /**
     * Waits until the database answers.
     *
     * @param patience how long
     * @param connectionPatience how long a caller waits for a connection later on
     * @throws IllegalStateException when it did not in this time
     */
    static Database shared(
            MailSettings.Database settings, Duration patience, Duration connectionPatience) {
        var config = new HikariConfig();
        config.setPoolName("mail");
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(CONNECTIONS_IDLE_MIN);
        config.setConnectionTimeout(connectionPatience.toMillis());
        config.setInitializationFailTimeout(patience.toMillis());
        config.setConnectionInitSql(SESSION);
        config.addDataSourceProperty("ApplicationName", "labnet-mail");
        config.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        config.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        LOG.info("Waiting up to {} s for the database {}", patience.toSeconds(), settings.url());
        var pool = pool(config, patience);
        migrate(pool);
        return new SharedDatabase(pool, WRITERS_MAX, pool::close);
    }

    private static HikariDataSource pool(HikariConfig config, Duration patience) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "No answer from the mail database within %d s: is there one at %s, and are "
                                    .formatted(patience.toSeconds(), config.getJdbcUrl())
                            + "labnet.mail.database.user and password right?",
                    e);
        }
    }

    private static void migrate(DataSource source) {
        Flyway.configure(MailDatabase.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:mail-service/db/migration")
                .load()
                .migrate();
    }
}
