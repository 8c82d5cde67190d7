package io.labnet.dns.dnssec;

import io.labnet.dns.disk.DurableFiles;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.ZoneFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The keys of zones in one folder, as BIND keeps them: what {@code dnssec-keygen} made is used too.
 * Nobody but the folder's owner can read the secret halves.
 */
public final class KeyFiles {
    /** A zone has so many keys at most; each of them costs every answer (RFC 6781 section 3). */
    private static final int KEYS_MAX = 8;

    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;

    public KeyFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The keys of a zone, in the order of the files' names.
     *
     * @throws ZoneFault when one of them cannot be used; says which and why
     */
    public List<SigningKey> keys(Name zone) throws ZoneFault {
        var keys = new ArrayList<SigningKey>();
        if (!Files.isDirectory(folder)) {
            return keys;
        }
        // Names of files are bytes here: no letter of a zone's is special to a glob then.
        try (var files = Files.newDirectoryStream(folder, file -> isOf(zone, file))) {
            for (var file : files) {
                keys.add(key(zone, file));
            }
        } catch (IOException unreadable) {
            throw new ZoneFault(folder + " cannot be read: " + unreadable.getMessage());
        }
        if (keys.size() > KEYS_MAX) {
            throw new ZoneFault("more than " + KEYS_MAX + " keys in " + folder);
        }
        keys.sort((a, b) -> Integer.compare(a.tag(), b.tag()));
        return List.copyOf(keys);
    }

    private static boolean isOf(Name zone, Path file) {
        var name = file.getFileName().toString();
        return name.startsWith(stem(zone)) && name.endsWith(".private");
    }

    private static String stem(Name zone) {
        var text = zone.equals(Name.root) ? "." : Names.text(zone).toLowerCase(Locale.ROOT) + ".";
        return "K" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "+";
    }

    private static SigningKey key(Name zone, Path file) throws ZoneFault {
        try {
            var published = published(zone, file);
            var secret = PrivateKeyText.read(Files.readString(file));
            var key = new SigningKey(published, secret);
            requirePair(key);
            return key;
        } catch (IOException | RuntimeException unreadable) {
            throw new ZoneFault("the key " + file + " cannot be used: " + unreadable.getMessage());
        }
    }

    private static DNSKEYRecord published(Name zone, Path secret) throws IOException {
        var name = secret.getFileName().toString().replaceFirst("private$", "key");
        try (var master = new Master(secret.resolveSibling(name).toString(), zone, 0)) {
            if (master.nextRecord() instanceof DNSKEYRecord key && key.getName().equals(zone)) {
                return key;
            }
            throw new IOException(name + " has no DNSKEY record of this zone");
        }
    }

    private static void requirePair(SigningKey key) throws IOException {
        try {
            var set = List.<Record>of(key.published());
            var now = Instant.now();
            var window = new Validity.Window(now.minusSeconds(60), now.plusSeconds(60));
            if (!key.verifies(set, key.sign(set, window), now)) {
                throw new IOException("its halves belong to different keys");
            }
        } catch (ZoneFault refused) {
            throw new IOException(refused.reason(), refused);
        }
    }

    /**
     * Keeps a new key. When this returns, it survives a crash.
     *
     * @throws UncheckedIOException when the disk refuses
     */
    public void save(SigningKey key) {
        var published = key.published();
        var stem =
                "%s%03d+%05d"
                        .formatted(stem(published.getName()), published.getAlgorithm(), key.tag());
        try {
            Files.createDirectories(folder, OWNERS_ONLY);
            // The secret comes last: what a crash leaves alone is not taken for a key.
            DurableFiles.makeSecret(folder.resolve(stem + ".key"), published + "\n");
            var algorithm = SigningAlgorithm.of(published.getAlgorithm()).orElseThrow();
            DurableFiles.makeSecret(
                    folder.resolve(stem + ".private"),
                    PrivateKeyText.write(algorithm, key.secret(), Instant.now()));
        } catch (IOException refused) {
            throw new UncheckedIOException("A key cannot be kept in " + folder, refused);
        }
    }
}
