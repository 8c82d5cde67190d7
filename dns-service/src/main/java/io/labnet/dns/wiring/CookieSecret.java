package io.labnet.dns.wiring;

import io.labnet.dns.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret of the name servers' cookies: made at the first start and kept, so that cookies
 * outlive a restart; a copy of the file lets several servers of one address know each other's.
 */
final class CookieSecret {
    private static final int BYTES = 16;

    private CookieSecret() {}

    /**
     * The secret in a file, which is made if there is none.
     *
     * @throws IOException when the file is not what it must be, or cannot be made
     */
    static byte[] of(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        try {
            var secret = HexFormat.of().parseHex(Files.readString(file).strip());
            if (secret.length == BYTES) {
                return secret;
            }
        } catch (IllegalArgumentException malformed) {
            throw new IOException(wrong(file), malformed);
        }
        throw new IOException(wrong(file));
    }

    private static String wrong(Path file) {
        return file
                + " must hold "
                + 2 * BYTES
                + " hexadecimal digits; without it a new one is made";
    }

    private static void make(Path file) throws IOException {
        var secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        DurableFiles.makeSecret(file, HexFormat.of().formatHex(secret) + "\n");
    }
}
