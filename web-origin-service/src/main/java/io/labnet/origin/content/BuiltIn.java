package io.labnet.origin.content;

import io.labnet.origin.representation.Content;
import io.labnet.origin.representation.EntityTag;
import io.labnet.origin.representation.Representation;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
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

    @Override
    public List<Entry> list(ResourcePath folder, int most) {
        var prefix = folder.segments().isEmpty() ? "" : folder.name() + "/";
        var entries = new TreeMap<String, Entry>();
        for (var file : files.tailMap(prefix).entrySet()) {
            if (!file.getKey().startsWith(prefix) || entries.size() == most) {
                break;
            }
            var rest = file.getKey().substring(prefix.length());
            var slash = rest.indexOf('/');
            var name = slash < 0 ? rest : rest.substring(0, slash);
            var page = file.getValue();
            entries.putIfAbsent(
                    name,
                    new Entry(
                            name,
                            slash >= 0,
                            slash < 0 ? page.content().lengthBytes() : 0,
                            page.modified()));
        }
        return List.copyOf(entries.values());
    }

    static Representation representation(String name, byte[] bytes, Instant modified) {
        return new Representation(
                MediaTypes.of(name),
                new Content.InMemory(ByteBuffer.wrap(bytes)),
                EntityTag.strong(Digest.of(bytes)),
                modified);
    }
}
