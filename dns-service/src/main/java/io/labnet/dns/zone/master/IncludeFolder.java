package io.labnet.dns.zone.master;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The files that $INCLUDE may name: those in one folder and below it. A zone may come from somebody
 * who is not to read the rest of this machine.
 *
 * @param folder null where a text comes from no file: then none may be included
 */
public record IncludeFolder(@Nullable Path folder) {
    /** For a text that comes from no file. */
    public static final IncludeFolder NONE = new IncludeFolder(null);

    private static final long BYTES_MAX = 1 << 28;

    /** A file that may not be read, or cannot. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    byte[] read(String name) throws Refused {
        if (folder == null) {
            throw new Refused("no file may be included here");
        }
        try {
            var file = Path.of(name);
            if (file.isAbsolute()) {
                throw new Refused(name + " is not named from the zone folder");
            }
            // Symbolic links are followed first, and wherever they lead must be inside.
            var real = folder.resolve(file).toRealPath();
            if (!real.startsWith(folder.toRealPath())) {
                throw new Refused(name + " is outside the zone folder");
            }
            if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                throw new Refused(name + " is no file");
            }
            if (Files.size(real) > BYTES_MAX) {
                throw new Refused(name + " is larger than " + BYTES_MAX + " bytes");
            }
            try (var in =
                    Files.newInputStream(
                            real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                return in.readAllBytes();
            }
        } catch (InvalidPathException | IOException unreadable) {
            throw new Refused(name + " cannot be read: " + unreadable.getMessage());
        }
    }
}
