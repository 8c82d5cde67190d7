package io.labnet.gateway.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lab's admin key, known here by its SHA-256 only.
 *
 * <p>A fast hash is right because a key that we make is 256 random bits: there is nothing to guess,
 * so there is nothing for a slow hash to slow down.
 */
public final class AdminKey {
    private static final Logger LOG = LoggerFactory.getLogger(AdminKey.class);
    private static final int KEY_BYTES = 32;
    private static final int GIVEN_CHARS_MIN = 16;
    private static final String OWNER_ONLY = "rw-------";

    /** What may follow {@code Bearer} in a request (RFC 6750 section 2.1). */
    private static final Pattern BEARER_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final byte[] hash;
    private final boolean newlyMade;

    private AdminKey(byte[] hash, boolean newlyMade) {
        this.hash = hash;
        this.newlyMade = newlyMade;
    }

    /**
     * A key that the lab's owner chose ({@code LABNET_ADMIN_KEY}); nothing is written down.
     *
     * @param key at least {@value #GIVEN_CHARS_MIN} characters that a bearer token may have
     * @throws IllegalArgumentException when it is too short or has other characters
     */
    public static AdminKey given(String key) {
        if (key.length() < GIVEN_CHARS_MIN || !BEARER_TOKEN.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "LABNET_ADMIN_KEY must have at least "
                            + GIVEN_CHARS_MIN
                            + " characters, each a letter, a digit or one of - . _ ~ + /");
        }
        return new AdminKey(sha256(key), false);
    }

    /**
     * The key of a data folder; made when there is none yet.
     *
     * <p>The key itself goes to {@code <dataDir>/admin-key} (mode 0600), which is there for whoever
     * shows it to the lab's owner; only the hash under {@code <dataDir>/gateway/} counts. Whoever
     * deletes the former keeps the key; whoever deletes both gets a new one.
     *
     * @throws UncheckedIOException when the folder cannot be read or written
     */
    public static AdminKey keptIn(Path dataDir) {
        try {
            var hashFile = hashFile(dataDir);
            if (Files.exists(hashFile)) {
                var hash = HexFormat.of().parseHex(Files.readString(hashFile).strip());
                warnIfAnother(hash, dataDir);
                return new AdminKey(hash, false);
            }
            return makeIn(dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException("The admin key cannot be kept in " + dataDir, e);
        }
    }

    /** Where the key itself stands after it was made. */
    public static Path file(Path dataDir) {
        return dataDir.resolve("admin-key");
    }

    /** Whether this start of the gateway made the key. */
    public boolean isNewlyMade() {
        return newlyMade;
    }

    /** Whether somebody presents the right key; takes the same time for every wrong one. */
    public boolean matches(String presented) {
        return MessageDigest.isEqual(hash, sha256(presented));
    }

    // The key file comes first: when we are killed in between, the next start takes it from there.
    private static AdminKey makeIn(Path dataDir) throws IOException {
        var keyFile = file(dataDir);
        var key = Files.exists(keyFile) ? Files.readString(keyFile).strip() : "";
        var isNew = key.isEmpty();
        if (isNew) {
            key = random();
            write(keyFile, key);
        }
        var hash = sha256(key);
        write(hashFile(dataDir), HexFormat.of().formatHex(hash));
        return new AdminKey(hash, isNew);
    }

    private static Path hashFile(Path dataDir) {
        return dataDir.resolve("gateway").resolve("admin-key.sha256");
    }

    private static void warnIfAnother(byte[] hash, Path dataDir) throws IOException {
        var keyFile = file(dataDir);
        if (Files.exists(keyFile)
                && !MessageDigest.isEqual(hash, sha256(Files.readString(keyFile).strip()))) {
            LOG.warn("{} is not the admin key: {} says another", keyFile, hashFile(dataDir));
        }
    }

    private static String random() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // A reader never sees half a key, nor a key that others may read.
    private static void write(Path file, String text) throws IOException {
        var folder = Files.createDirectories(file.toAbsolutePath().getParent());
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY));
        var draft = Files.createTempFile(folder, file.getFileName().toString(), ".new", mode);
        Files.writeString(draft, text + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
