package io.labnet.origin.content;

import io.labnet.origin.representation.Representation;

/** What a shelf has at a path. */
public sealed interface Finding {
    /** A file, as it is now. */
    record File(Representation representation) implements Finding {}

    /** A folder; what to show for it is the site's affair. */
    record Folder() implements Finding {}

    /** There is something, but not for the web: a pipe, a link that leads out. */
    record Forbidden() implements Finding {}

    record Nothing() implements Finding {}
}
