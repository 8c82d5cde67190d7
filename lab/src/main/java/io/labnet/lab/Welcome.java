package io.labnet.lab;

import io.labnet.admin.LabSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * What the lab says when it is ready: what runs where, the admin key, five things to try.
 *
 * @param lab tells the ports
 * @param took from the launcher's first line until every service was ready
 */
record Welcome(LabSettings lab, Duration took) {
    private static final PropertyPlaceholderHelper BLANKS = new PropertyPlaceholderHelper("{", "}");

    /** The whole text; the key's line only when there is a key to show. */
    String text(Path dataDir, @Nullable String newAdminKey) {
        var text = BLANKS.replacePlaceholders(template(), blank -> fill(blank, dataDir));
        return newAdminKey == null ? text : text + shown(newAdminKey, dataDir);
    }

    private static String shown(String adminKey, Path dataDir) {
        return """

        The admin key, made now and shown once (kept in %s), and the dashboard with it:

          %s
          http://127.0.0.1:8080/#key=%s
        """
                .formatted(dataDir.resolve("admin-key"), adminKey, adminKey);
    }

    private @Nullable String fill(String blank, Path dataDir) {
        if (blank.equals("key")) {
            // A key that the admin has set is kept nowhere but in the admin's own environment.
            var file = dataDir.resolve("admin-key");
            return Files.exists(file) ? "$(cat " + file + ")" : "$LABNET_ADMIN_KEY";
        }
        if (blank.equals("seconds")) {
            return String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
        }
        // Any other blank is a standard port.
        return Integer.toString(lab.port(Integer.parseInt(blank)));
    }

    private static String template() {
        try (var file = Welcome.class.getResourceAsStream("/lab/welcome.txt")) {
            if (file == null) {
                throw new IllegalStateException("/lab/welcome.txt is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
