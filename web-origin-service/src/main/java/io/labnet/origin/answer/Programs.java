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

        private boolean covers(ResourcePath path) {
            var folder = prefix.endsWith("/") ? prefix : prefix + "/";
            return (path.text().equals(prefix) || path.text().startsWith(folder))
                    && program.has(path);
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
        Mount longest = null;
        for (var each : bySite.getOrDefault(site, List.of())) {
            if (each.covers(path)
                    && (longest == null || each.prefix().length() > longest.prefix().length())) {
                longest = each;
            }
        }
        return longest == null ? null : longest.program();
    }
}
