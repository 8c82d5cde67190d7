package io.labnet.origin.content;

import io.labnet.origin.representation.Content;
import io.labnet.origin.representation.EntityTag;
import io.labnet.origin.representation.Representation;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A site's files that came with the program, all in memory. */
public final class BuiltIn implements Shelf {
    private final TreeMap<String, Representation> files = new TreeMap<>();
    private final Set<String> folders = new HashSet<>();

    /**
     * A shelf of these files.
     *
     * @param bytes by path without its first slash
     * @param modified what Last-Modified says of each of them
     */
    public BuiltIn(Map<String, byte[]> bytes, Instant modified) {
        bytes.forEach((name, content) -> files.put(name, representation(name, content, modified)));
        for (var name : files.keySet()) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                folders.add(name.substring(0, slash));
            }
        }
        folders.add("");
    }

    @Override
    public Finding find(ResourcePath path) {
        var found = files.get(path.name());
        if (found != null) {
            return new Finding.File(found);
        }
        return folders.contains(path.name()) ? new Finding.Folder() : new Finding.Nothing();
    }

    @Override
    public SortedSet<String> names(int most) {
        return files.keySet().stream().limit(most).collect(Collectors.toCollection(TreeSet::new));
    }

    static Representation representation(String name, byte[] bytes, Instant modified) {
        return new Representation(
                MediaTypes.of(name),
                new Content.InMemory(ByteBuffer.wrap(bytes)),
                EntityTag.strong(Digest.of(bytes)),
                modified);
    }
}
