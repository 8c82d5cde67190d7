package io.labnet.origin.content;

import java.util.SortedSet;

/** A place that a site's files come from. */
public interface Shelf {
    /** What stands at a path now; a path's final slash does not matter. */
    Finding find(ResourcePath path);

    /** The paths of its files without their first slash, at most {@code most} of them. */
    SortedSet<String> names(int most);
}
