package io.labnet.dns.dnssec;

import io.labnet.dns.disk.DurableFiles;
import io.labnet.dns.zone.Zones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/**
 * Tells others in a file which keys the root zone is signed with, as DS records, where this process
 * is its primary. While it is not signed there is no such file.
 */
public final class RootAnchor {
    private static final Logger LOG = LoggerFactory.getLogger(RootAnchor.class);

    private final Path file;
    private final Zones zones;
    private final SignedZones signed;

    public RootAnchor(Path file, Zones zones, SignedZones signed) {
        this.file = file;
        this.zones = zones;
        this.signed = signed;
    }

    /**
     * Writes it, and again whenever the keys change.
     *
     * @throws UncheckedIOException when the disk refuses
     */
    public void start() {
        if (zones.held(Name.root) == null || zones.isSecondary(Name.root)) {
            LOG.warn("No anchor is written to {}: the root zone is not made here", file);
            return;
        }
        zones.watch((zone, owner) -> {
            if (zone.origin().equals(Name.root) && owner.equals(Name.root)) {
                writeAnew();
            }
        });
        try {
            write();
        } catch (IOException refused) {
            throw new UncheckedIOException(file + " cannot be written", refused);
        }
    }

    // The change itself is made, whatever becomes of this.
    private void writeAnew() {
        try {
            write();
        } catch (IOException refused) {
            LOG.error("The root's anchor cannot be written to {}", file, refused);
        }
    }

    private synchronized void write() throws IOException {
        var signer = signed.find(Name.root);
        if (signer == null) {
            Files.deleteIfExists(file);
            return;
        }
        var text =
                signer.ds(0).stream()
                        .map(ds -> ". IN DS " + ds.rdataToString() + "\n")
                        .collect(Collectors.joining());
        if (Files.notExists(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            DurableFiles.replace(file, out -> out.write(text.getBytes(StandardCharsets.US_ASCII)));
            LOG.info("The root's anchor is in {}", file);
        }
    }
}
