package io.labnet.dns.zone;

import io.labnet.dns.disk.DurableFiles;
import io.labnet.dns.message.Names;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The zones on disk: those that came with Labnet, and over them those that were changed, a master
 * file and a journal for each.
 */
public final class ZoneFiles {
    private static final String SHIPPED = "/dns-service/zones/";

    // File systems take 255, of which ".journal.old" has seven more than ".zone".
    private static final int FILE_NAME_BYTES_MAX = 248;
    private static final Name IN_ADDR = Name.fromConstantString("in-addr.arpa.");

    private final Path folder;
    private final ZoneTemplate template;

    /**
     * Zones of one data folder.
     *
     * @param folder where changed zones are kept; made when it is missing
     * @param template fills the blanks of the zones that came with Labnet
     */
    public ZoneFiles(Path folder, ZoneTemplate template) {
        this.folder = folder;
        this.template = template;
    }

    /**
     * A zone as its master file has it.
     *
     * @throws ZoneFault when there is none, or its file is bad; says which file
     */
    Zone load(Name origin) throws ZoneFault {
        var changed = folder.resolve(fileName(origin));
        try {
            // One that cannot be looked at is not one that is not there: an old version would come
            // back.
            if (!Files.notExists(changed)) {
                return MasterFile.read(origin, changed);
            }
            var text = shipped(origin);
            if (text == null) {
                throw new ZoneFault("there is no zone file " + changed);
            }
            return MasterFile.read(origin, text);
        } catch (ZoneFault fault) {
            throw new ZoneFault(fileName(origin) + ": " + fault.reason());
        } catch (IOException unreadable) {
            throw new ZoneFault(changed + " cannot be read: " + unreadable.getMessage());
        }
    }

    private @Nullable String shipped(Name origin) throws IOException, ZoneFault {
        // Which reverse zone there is depends on the lab's addresses, so one file serves any.
        var file = fileName(origin.subdomain(IN_ADDR) ? IN_ADDR : origin);
        try (var in = ZoneFiles.class.getResourceAsStream(SHIPPED + file)) {
            return in == null
                    ? null
                    : template.fill(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Whether the zone has a master file in the data folder. */
    boolean isKept(Name origin) {
        return Files.exists(folder.resolve(fileName(origin)));
    }

    /** How long the zone's master file in the data folder is; 0 when it has none. */
    long masterFileBytes(Name origin) {
        return folder.resolve(fileName(origin)).toFile().length();
    }

    /**
     * Keeps a zone: when this returns, it survives a crash of the machine.
     *
     * @throws UncheckedIOException when the disk refuses; then the old version stands
     */
    void save(Zone zone) {
        try {
            Files.createDirectories(folder);
            DurableFiles.replace(
                    folder.resolve(fileName(zone.origin())),
                    to -> {
                        var text = new OutputStreamWriter(to, StandardCharsets.UTF_8);
                        MasterFile.write(zone, text);
                        text.flush();
                    });
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /**
     * The zone's journal, which need not exist yet.
     *
     * @throws ZoneFault when it cannot be read
     */
    Journal journal(Name origin) throws ZoneFault {
        var file = journalFile(origin);
        try {
            return new Journal(file);
        } catch (IOException unreadable) {
            throw new ZoneFault(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private Path journalFile(Name origin) {
        return folder.resolve(fileName(origin).replaceFirst("\\.zone$", ".journal"));
    }

    /** Where the zone's policies are kept, which need not exist yet. */
    public Path policies(Name origin) {
        return folder.resolve(fileName(origin).replaceFirst("\\.zone$", ".policies"));
    }

    /** Forgets what the data folder has of a zone; the journal goes first, or it would be alone. */
    void delete(Name origin) {
        try {
            Files.deleteIfExists(journalFile(origin));
            Files.deleteIfExists(folder.resolve(fileName(origin)));
            Files.deleteIfExists(policies(origin));
            if (Files.exists(folder)) {
                DurableFiles.sync(folder);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** When a secondary zone was last known to be what its primary has; null when it never was. */
    public @Nullable Instant refreshed(Name origin) {
        try {
            return Files.getLastModifiedTime(folder.resolve(fileName(origin))).toInstant();
        } catch (IOException never) {
            return null;
        }
    }

    /** Remembers {@link #refreshed} across restarts, as the age of the master file. */
    public void refreshed(Name origin, Instant when) {
        try {
            Files.setLastModifiedTime(folder.resolve(fileName(origin)), FileTime.from(when));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /**
     * Says whether a zone can be kept.
     *
     * @throws ZoneFault when its name is too long to be that of a file
     */
    void requireNameable(Name origin) throws ZoneFault {
        if (fileName(origin).length() > FILE_NAME_BYTES_MAX) {
            throw new ZoneFault(
                    "the name of the zone is too long to be that of a file: "
                            + fileName(origin).length()
                            + " of "
                            + FILE_NAME_BYTES_MAX
                            + " bytes");
        }
    }

    private static String fileName(Name origin) {
        if (origin.equals(Name.root)) {
            return "root.zone";
        }
        var name = Names.text(origin).toLowerCase(Locale.ROOT);
        // A top-level domain may be called so too, and is another zone.
        var distinct = name.equals("root") ? "root." : name;
        return URLEncoder.encode(distinct, StandardCharsets.UTF_8) + ".zone";
    }
}
