package io.labnet.mail.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the mail service keeps its state.
 *
 * @param root holds the database and the certificates
 * @param incoming holds large messages while they come in; what a crash left there was never
 *     acknowledged
 */
record MailFolders(Path root, Path incoming) {
    static MailFolders in(Path dataDir) {
        var root = dataDir.resolve("mail");
        var incoming = root.resolve("incoming");
        try {
            Files.createDirectories(incoming);
            try (var left = Files.list(incoming)) {
                for (var file : left.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The mail folder cannot be made: " + root, e);
        }
        return new MailFolders(root, incoming);
    }

    Path database() {
        return root.resolve("mail.db");
    }
}
