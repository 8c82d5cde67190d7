package io.labnet.origin.site;

import io.labnet.origin.content.ResourcePath;
import java.util.List;

/**
 * What a site does beyond showing its files.
 *
 * @param writable path prefixes below which clients may put and delete files
 * @param codes whether text is sent in a content coding to clients that take one
 */
public record Policy(List<String> writable, boolean codes) {
    /** Nothing beyond. */
    public static final Policy PLAIN = new Policy(List.of(), false);

    public Policy {
        writable = List.copyOf(writable);
        if (writable.stream().anyMatch(prefix -> !prefix.startsWith("/"))) {
            throw new IllegalArgumentException(
                    "A writable prefix begins with a slash, not as in " + writable);
        }
    }

    /** Whether clients may change what stands at a path. */
    public boolean isWritable(ResourcePath path) {
        return writable.stream().anyMatch(path.text()::startsWith);
    }
}
