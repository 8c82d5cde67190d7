package io.labnet.dns.validator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trust anchors in a file that others write, one a line, and that is read again when it has
 * changed. While there is none it says nothing.
 */
public final class AnchorFile implements Supplier<TrustAnchors> {
    /** More than that is no list of anchors. */
    private static final long BYTES_MAX = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(AnchorFile.class);

    private final Path file;
    private final List<String> others;
    private final Runnable changed;
    private @Nullable String seen;
    private volatile TrustAnchors anchors;

    /**
     * The file as it is now.
     *
     * @param others anchors that there are besides
     * @param changed runs after each change
     * @throws IllegalArgumentException when it cannot be read, or has something else in it
     */
    public AnchorFile(Path file, List<String> others, Runnable changed) {
        this.file = file;
        this.others = List.copyOf(others);
        this.changed = changed;
        this.seen = stamp();
        try {
            this.anchors = read();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + " cannot be read", unreadable);
        }
        if (seen == null) {
            LOG.info("There are no anchors in {} yet", file);
        }
    }

    @Override
    public TrustAnchors get() {
        return anchors;
    }

    /** Reads the file if it is another one than before; a bad one changes nothing. */
    public synchronized void look() {
        var now = stamp();
        if (now == null ? seen == null : now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            anchors = read();
        } catch (IOException | IllegalArgumentException bad) {
            LOG.error("The anchors stay as they were: {}", bad.getMessage());
            return;
        }
        LOG.info("There are anchors of {} now ({})", anchors.zones(), file);
        changed.run();
    }

    // What tells one version from another; null where there is none.
    private @Nullable String stamp() {
        try {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (IOException none) {
            return null;
        }
    }

    private TrustAnchors read() throws IOException {
        var lines = new ArrayList<>(others);
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException(file + " has more than " + BYTES_MAX + " bytes");
            }
            lines.addAll(Files.readAllLines(file));
        } catch (NoSuchFileException none) {
            LOG.debug("{} is not there", file);
        }
        return TrustAnchors.parse(lines);
    }
}
