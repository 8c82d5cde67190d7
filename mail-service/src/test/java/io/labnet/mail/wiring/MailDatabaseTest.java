package io.labnet.mail.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.postgres.TemporaryPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MailDatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Test
    void a_start_without_the_database_ends_after_its_time_and_names_it() {
        // Nobody listens there.
        var url = "jdbc:postgresql://127.0.0.1:1/mail";
        var before = Instant.now();
        var settings = new MailSettings.Database(url, "mail", "secret");
        assertThatThrownBy(() -> MailDatabase.shared(settings, PATIENCE, PATIENCE))
                .hasMessageContaining(url)
                .hasMessageNotContaining("secret");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void a_start_waits_for_the_database() {
        try (var postgres = TemporaryPostgres.ofOwn()) {
            var settings =
                    new MailSettings.Database(postgres.newDatabase(), TemporaryPostgres.USER, "");
            postgres.stop();
            var opening =
                    CompletableFuture.supplyAsync(
                            () -> MailDatabase.shared(settings, Duration.ofMinutes(1), PATIENCE));
            postgres.start();
            opening.join().close();
        }
    }

    @Test
    void two_replicas_may_start_at_a_time() {
        var url = TemporaryPostgres.shared().newDatabase();
        var settings = new MailSettings.Database(url, TemporaryPostgres.USER, "");
        var other =
                CompletableFuture.supplyAsync(
                        () -> MailDatabase.shared(settings, Duration.ofMinutes(1), PATIENCE));
        MailDatabase.shared(settings, Duration.ofMinutes(1), PATIENCE).close();
        other.join().close();
    }

    @Test
    void no_other_database_is_taken_and_no_password_is_told() {
        assertThatThrownBy(() -> new MailSettings.Database("jdbc:h2:mem", "", ""))
                .hasMessageContaining("labnet.mail.database.url");
        var settings = new MailSettings.Database("jdbc:postgresql://db/mail", "mail", "secret");
        assertThat(settings.toString()).contains("db/mail").doesNotContain("secret");
    }
}
