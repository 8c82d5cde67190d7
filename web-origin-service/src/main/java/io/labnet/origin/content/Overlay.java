package io.labnet.origin.content;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One shelf before another: what the front has, hides what the back has at the same path. */
public record Overlay(Shelf front, Shelf back) implements Shelf {
    @Override
    public Finding find(ResourcePath path) {
        var first = front.find(path);
        return switch (first) {
            case Finding.File _, Finding.Forbidden _ -> first;
            case Finding.Nothing _ -> back.find(path);
            // A folder here may be no more than a place for one new file beside the old ones.
            case Finding.Folder _ -> back.find(path) instanceof Finding.File file ? file : first;
        };
    }

    @Override
    public SortedSet<String> names(int most) {
        var names = new TreeSet<>(front.names(most));
        names.addAll(back.names(most));
        return names;
    }

    @Override
    public List<Entry> list(ResourcePath folder, int most) {
        var entries = new TreeMap<String, Entry>();
        back.list(folder, most).forEach(entry -> entries.put(entry.name(), entry));
        front.list(folder, most).forEach(entry -> entries.put(entry.name(), entry));
        return entries.values().stream().limit(most).toList();
    }
}
