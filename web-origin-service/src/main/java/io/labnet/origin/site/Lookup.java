package io.labnet.origin.site;

import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.representation.Representation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a site has for a path and a client. */
public sealed interface Lookup {
    /**
     * A page.
     *
     * @param file where it stands: for a folder, its index
     * @param cacheControl what caches are told; null leaves it to their judgement
     */
    record Found(ResourcePath file, Representation representation, @Nullable String cacheControl)
            implements Lookup {}

    /** A folder named without its final slash: relative links in it would go wrong. */
    record Elsewhere(String path) implements Lookup {}

    /** A folder that shows what is in it. */
    record Listing(ResourcePath folder) implements Lookup {}

    /** 401: only for users of a realm. */
    record Guarded(List<String> challenges) implements Lookup {}

    /** It is there, but nobody gets it over the web. */
    record Forbidden(String why) implements Lookup {}

    record Missing() implements Lookup {}
}
