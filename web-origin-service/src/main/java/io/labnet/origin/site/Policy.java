package io.labnet.origin.site;

import io.labnet.origin.content.ResourcePath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a site does beyond showing its files.
 *
 * @param writable path prefixes below which clients may put and delete files
 * @param codes whether text is sent in a content coding to clients that take one
 * @param lists whether a folder without an index shows what is in it
 * @param redirects the first that fits decides
 * @param errorPages by status code, the path of the file that is shown with it
 * @param cors which other sites' scripts may read this one
 * @param wanted what clients have to speak
 */
public record Policy(
        List<String> writable,
        boolean codes,
        boolean lists,
        List<Redirect> redirects,
        Map<Integer, String> errorPages,
        Cors cors,
        Wanted wanted) {
    /** Nothing beyond. */
    public static final Policy PLAIN =
            new Policy(List.of(), false, false, List.of(), Map.of(), Cors.NONE, Wanted.ANYTHING);

    public Policy {
        writable = List.copyOf(writable);
        redirects = List.copyOf(redirects);
        errorPages = Map.copyOf(errorPages);
        if (writable.stream().anyMatch(prefix -> !prefix.startsWith("/"))) {
            throw new IllegalArgumentException(
                    "A writable prefix begins with a slash, not as in " + writable);
        }
        if (errorPages.values().stream().anyMatch(path -> !path.startsWith("/"))) {
            throw new IllegalArgumentException(
                    "An error page's path begins with a slash, not as in " + errorPages);
        }
    }

    /** A site that codes, and nothing beyond. */
    public static Policy coding() {
        return new Policy(List.of(), true, false, List.of(), Map.of(), Cors.NONE, Wanted.ANYTHING);
    }

    /** Whether clients may change what stands at a path. */
    public boolean isWritable(ResourcePath path) {
        return !writable.isEmpty() && writable.stream().anyMatch(path.text()::startsWith);
    }

    /**
     * The redirect for a path, as sent; null when it leads nowhere else.
     *
     * @param path percent-encoded
     */
    public @Nullable Redirect redirect(String path) {
        for (var each : redirects) {
            if (each.target(path) != null) {
                return each;
            }
        }
        return null;
    }
}
