package io.labnet.dns.transfer;

import io.labnet.dns.disk.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The lab's own key in its data folder, made at the first start: {@code nsupdate -k} and {@code dig
 * -k} read this file too. Nobody but its owner can.
 */
public final class KeyFile {
    /** What the lab's own key is called. */
    public static final String NAME = "labnet";

    /** Of what kind it is. */
    public static final String ALGORITHM = "hmac-sha256";

    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("secret\\s+\"([A-Za-z0-9+/=]+)\"");

    private KeyFile() {}

    /**
     * The secret of the key, in Base64.
     *
     * @throws UncheckedIOException when the file cannot be read or made
     */
    public static String secret(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            var found = SECRET.matcher(Files.readString(file));
            if (!found.find()) {
                throw new IOException("it has no line such as: secret \"...\";");
            }
            return found.group(1);
        } catch (IOException refused) {
            throw new UncheckedIOException("The TSIG key cannot be kept in " + file, refused);
        }
    }

    private static void make(Path file) throws IOException {
        var secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        var text =
                """
                key "%s" {
                \talgorithm %s;
                \tsecret "%s";
                };
                """
                        .formatted(NAME, ALGORITHM, Base64.getEncoder().encodeToString(secret));
        DurableFiles.makeSecret(file, text);
    }
}
