package io.labnet.origin.content;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/** A place that a site's files come from. */
public interface Shelf {
    /** What stands at a path now; a path's final slash does not matter. */
    Finding find(ResourcePath path);

    /** The paths of its files without their first slash, at most {@code most} of them. */
    SortedSet<String> names(int most);

    /**
     * What is in a folder, in the order of names, at most {@code most} entries.
     *
     * @return empty when there is no such folder
     */
    List<Entry> list(ResourcePath folder, int most);

    /**
     * A file or folder in a folder.
     *
     * @param lengthBytes 0 for a folder
     */
    record Entry(String name, boolean folder, long lengthBytes, Instant modified) {}
}
