package io.labnet.ca;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** Writes a file aside and renames it, so that nobody ever finds half of it. */
final class OwnFile {
    /** For the service alone. */
    static final String SECRET = "rw-------";

    /** For everybody to read. */
    static final String PUBLIC = "rw-r--r--";

    private OwnFile() {}

    /** What is to be in it. */
    interface Content {
        void writeTo(OutputStream out) throws IOException, GeneralSecurityException;
    }

    static void write(Path file, String permissions, Content content)
            throws IOException, GeneralSecurityException {
        var folder = Files.createDirectories(file.toAbsolutePath().getParent());
        var owners = PosixFilePermissions.fromString(SECRET);
        var half =
                Files.createTempFile(
                        folder,
                        file.getFileName().toString(),
                        ".new",
                        PosixFilePermissions.asFileAttribute(owners));
        try (var out = Files.newOutputStream(half)) {
            content.writeTo(out);
        }
        Files.setPosixFilePermissions(half, PosixFilePermissions.fromString(permissions));
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
