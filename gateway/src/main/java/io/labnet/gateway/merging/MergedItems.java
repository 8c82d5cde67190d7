package io.labnet.gateway.merging;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The items of several lists as one.
 *
 * <p>Lists whose items all have a time {@code at}, newest first, are merged by it; all others stand
 * one after the other.
 *
 * @param items what another list had already is left out
 * @param duplicates how many were left out
 */
record MergedItems(List<JsonNode> items, int duplicates) {
    static MergedItems of(List<List<JsonNode>> lists) {
        var items = new ArrayList<JsonNode>();
        var seen = new HashSet<JsonNode>();
        var duplicates = 0;
        for (var list : lists) {
            // Looked for in earlier lists only: what one list says twice it means twice.
            var more = list.stream().filter(item -> !seen.contains(item)).toList();
            duplicates += list.size() - more.size();
            items.addAll(more);
            seen.addAll(more);
        }
        if (lists.stream().allMatch(MergedItems::isNewestFirst)) {
            items.sort(Comparator.comparing(MergedItems::at).reversed());
        }
        return new MergedItems(items, duplicates);
    }

    private static boolean isNewestFirst(List<JsonNode> list) {
        var before = Instant.MAX;
        for (var item : list) {
            var at = at(item);
            if (at.equals(Instant.MIN) || at.isAfter(before)) {
                return false;
            }
            before = at;
        }
        return true;
    }

    private static Instant at(JsonNode item) {
        try {
            return Instant.parse(item.path("at").asString(""));
        } catch (DateTimeParseException noTime) {
            return Instant.MIN;
        }
    }
}
