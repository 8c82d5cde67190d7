package io.labnet.dns.zone;

import io.labnet.dns.message.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The zones on disk: those that came with Labnet, and over them those that were changed, one master
 * file a zone.
 */
public final class ZoneFiles {
    private static final String SHIPPED = "/dns-service/zones/";
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
     * The newest version of a zone.
     *
     * @throws ZoneFault when there is none, or its file is bad; says which file
     */
    public Zone load(Name origin) throws ZoneFault {
        var changed = folder.resolve(fileName(origin));
        try {
            if (Files.exists(changed)) {
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

    /**
     * Keeps a zone: when this returns, it survives a crash of the machine.
     *
     * @throws UncheckedIOException when the disk refuses; then the old version stands
     */
    public void save(Zone zone) {
        var name = fileName(zone.origin());
        var written = folder.resolve(name + ".new");
        try {
            Files.createDirectories(folder);
            write(written, MasterFile.write(zone));
            // A reader finds the old file or the new one, never half of one.
            Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    // The new name of a file is itself data, of the folder.
    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String fileName(Name origin) {
        var name = origin.equals(Name.root) ? "root" : Names.text(origin).toLowerCase(Locale.ROOT);
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + ".zone";
    }
}
