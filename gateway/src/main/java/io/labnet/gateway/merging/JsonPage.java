package io.labnet.gateway.merging;

import io.labnet.admin.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A page as the house's lists are answered, see {@link Page}. */
record JsonPage(List<JsonNode> items, int page, int size, int total) {
    /** The page that some JSON is; empty when it is something else. */
    static Optional<JsonPage> of(@Nullable JsonNode json) {
        if (json == null
                || !json.path("items").isArray()
                || !json.path("page").isInt()
                || !json.path("size").isInt()
                || !json.path("total").isInt()) {
            return Optional.empty();
        }
        return Optional.of(
                new JsonPage(
                        List.copyOf(json.path("items").values()),
                        json.path("page").intValue(),
                        json.path("size").intValue(),
                        json.path("total").intValue()));
    }

    /** Whether this page is the whole list. */
    boolean isWhole() {
        return page == 0 && items.size() == total;
    }

    /** How many items there are up to this page's end, were it full. */
    long reach() {
        return (page + 1L) * size;
    }
}
