package io.labnet.origin.answer;

import io.labnet.origin.content.ResourcePath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which program answers for a path of a site. */
public final class Programs {
    /**
     * A program and its place.
     *
     * @param prefix a path and, segment by segment, all below it
     */
    public record Mount(String prefix, Program program) {
        public Mount {
            if (!prefix.startsWith("/")) {
                throw new IllegalArgumentException("A prefix begins with a slash, not: " + prefix);
            }
        }

        private boolean covers(String path) {
            return path.startsWith(prefix)
                    && (path.length() == prefix.length()
                            || prefix.endsWith("/")
                            || path.charAt(prefix.length()) == '/');
        }
    }

    private final Map<String, List<Mount>> bySite;

    /**
     * All programs.
     *
     * @param bySite by the site's name; the longest prefix that fits decides
     */
    public Programs(Map<String, List<Mount>> bySite) {
        this.bySite = Map.copyOf(bySite);
    }

    @Nullable Program at(String site, ResourcePath path) {
        var mounts = bySite.getOrDefault(site, List.of());
        if (mounts.isEmpty()) {
            return null;
        }
        var text = path.text();
        Mount longest = null;
        for (var each : mounts) {
            if (each.covers(text)
                    && (longest == null || each.prefix().length() > longest.prefix().length())) {
                longest = each;
            }
        }
        return longest == null ? null : longest.program();
    }
}
