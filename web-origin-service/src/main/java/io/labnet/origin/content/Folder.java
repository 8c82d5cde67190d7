package io.labnet.origin.content;

import io.labnet.origin.representation.Content;
import io.labnet.origin.representation.EntityTag;
import io.labnet.origin.representation.Representation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A site's files in a folder that people change while it is served.
 *
 * <p>Each look asks the file system, so a new version is seen by the next request. Small files come
 * from memory, and large ones are not looked at more closely, as long as time, length and inode say
 * that they are the same.
 */
public final class Folder implements Shelf {
    /**
     * A file that changed this lately may change again within the same tick of its clock, so
     * neither its bytes are remembered nor is its time a strong validator.
     */
    private static final Duration UNSETTLED = Duration.ofSeconds(2);

    private static final Class<? extends BasicFileAttributes> ATTRIBUTES =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? PosixFileAttributes.class
                    : BasicFileAttributes.class;

    private final Path root;
    private final KnownFiles memory;
    private final Clock clock;

    /**
     * A shelf over a folder.
     *
     * @param root need not exist; then there is nothing on the shelf
     */
    public Folder(Path root, KnownFiles memory, Clock clock) {
        this.root = root;
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public Finding find(ResourcePath path) {
        try {
            var file = root.resolve(path.name());
            if (path.isHidden()) {
                return new Finding.Nothing();
            }
            var held = held(file);
            if (held != null) {
                return new Finding.File(held);
            }
            // Asked first because it is cheap, and most requests are for what came built in.
            return Files.exists(file) ? look(file) : new Finding.Nothing();
        } catch (NoSuchFileException | InvalidPathException gone) {
            return new Finding.Nothing();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path.text() + " in " + root, e);
        }
    }

    private Finding look(Path file) throws IOException {
        // A link may lead elsewhere within the site, but not out of it.
        var real = file.toRealPath();
        if (!real.startsWith(root.toRealPath())) {
            return new Finding.Forbidden();
        }
        var attributes = Files.readAttributes(real, ATTRIBUTES);
        if (attributes.isDirectory()) {
            return new Finding.Folder();
        }
        // Opening a pipe would wait for its writer for ever.
        return attributes.isRegularFile() && Files.isReadable(real)
                ? new Finding.File(representation(real, attributes))
                : new Finding.Forbidden();
    }

    // What is held was within the site and could be read when it was, a link that leads out since
    // then is another inode, and who may read it belongs to its version; so one look is enough.
    private @Nullable Representation held(Path file) {
        if (!memory.holds(file)) {
            return null;
        }
        try {
            var attributes = Files.readAttributes(file, ATTRIBUTES);
            return attributes.isRegularFile() && isSettled(attributes)
                    ? memory.known(file, KnownFiles.Version.of(attributes))
                    : null;
        } catch (IOException gone) {
            return null;
        }
    }

    private Representation representation(Path file, BasicFileAttributes attributes)
            throws IOException {
        return isSettled(attributes)
                ? memory.get(file, KnownFiles.Version.of(attributes), () -> read(file, attributes))
                : read(file, attributes);
    }

    private Representation read(Path file, BasicFileAttributes attributes) throws IOException {
        var modified = modified(attributes);
        if (attributes.size() <= memory.fileBytesMax()) {
            return BuiltIn.representation(file.toString(), Files.readAllBytes(file), modified);
        }
        var changed = attributes.lastModifiedTime().toInstant();
        return new Representation(
                MediaTypes.of(file.toString()),
                new Content.OnDisk(file, attributes.size(), changed),
                tag(attributes),
                modified);
    }

    private EntityTag tag(BasicFileAttributes attributes) {
        var version = KnownFiles.Version.of(attributes).toString();
        return isSettled(attributes) ? EntityTag.strong(version) : EntityTag.weak(version);
    }

    private boolean isSettled(BasicFileAttributes attributes) {
        var quietSince = clock.instant().minus(UNSETTLED);
        return attributes.lastModifiedTime().toInstant().isBefore(quietSince);
    }

    // RFC 9110 section 8.8.2.1: Last-Modified must not be later than the answer's Date.
    private Instant modified(BasicFileAttributes attributes) {
        var modified = attributes.lastModifiedTime().toInstant();
        var now = clock.instant();
        return modified.isAfter(now) ? now : modified;
    }

    @Override
    public SortedSet<String> names(int most) {
        if (!Files.isDirectory(root)) {
            return new TreeSet<>();
        }
        try (var files = Files.walk(root)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith(".") && !name.contains("/."))
                    .limit(most)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + root, e);
        }
    }

    @Override
    public List<Entry> list(ResourcePath path, int most) {
        if (path.isHidden() || !(find(path) instanceof Finding.Folder)) {
            return List.of();
        }
        try (var names = Files.list(root.resolve(path.name()))) {
            var entries = new ArrayList<Entry>();
            var sorted =
                    names.filter(name -> !name.getFileName().toString().startsWith("."))
                            .sorted()
                            .limit(most)
                            .toList();
            for (var name : sorted) {
                var entry = entry(name);
                if (entry != null) {
                    entries.add(entry);
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + path.text() + " in " + root, e);
        }
    }

    // Null for what went away meanwhile, and for what nobody gets over the web.
    private @Nullable Entry entry(Path file) {
        try {
            var real = file.toRealPath();
            var attributes = Files.readAttributes(real, BasicFileAttributes.class);
            var shown = attributes.isDirectory() || attributes.isRegularFile();
            return shown && real.startsWith(root.toRealPath())
                    ? new Entry(
                            file.getFileName().toString(),
                            attributes.isDirectory(),
                            attributes.isDirectory() ? 0 : attributes.size(),
                            modified(attributes))
                    : null;
        } catch (IOException gone) {
            return null;
        }
    }
}
