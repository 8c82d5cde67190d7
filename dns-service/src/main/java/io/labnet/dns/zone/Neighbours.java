package io.labnet.dns.zone;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The names that own records, in canonical order (RFC 4034 section 6.1), the first after the last.
 * What stands below a zone cut or a DNAME record is not seen, and not among them.
 */
public final class Neighbours {
    private final Name origin;
    private final Node top;

    Neighbours(Name origin, Node top) {
        this.origin = origin;
        this.top = top;
    }

    /** What a name is to the zone that it stands in. */
    public enum Sight {
        /** The zone has authority for it. */
        OWN,
        /** A cut: the zone has authority for its DS records only. */
        CUT,
        /** Below a cut or a DNAME record; glue at best. */
        HIDDEN,
        /** There is no such name. */
        NONE
    }

    /** What a name is here. */
    public Sight sight(Name name) {
        var node = top;
        for (var label : Labels.below(origin, name)) {
            if (isCurtain(node)) {
                return Sight.HIDDEN;
            }
            var next = node.below.get(label);
            if (next == null) {
                return Sight.NONE;
            }
            node = next;
        }
        return isCut(node) ? Sight.CUT : Sight.OWN;
    }

    private boolean isCut(Node node) {
        return node != top && node.has(Type.NS);
    }

    private boolean isCurtain(Node node) {
        return isCut(node) || node.has(Type.DNAME);
    }

    /** The name itself; null where it owns nothing. */
    public @Nullable Node at(Name name) {
        var node = top;
        for (var label : Labels.below(origin, name)) {
            var next = node.below.get(label);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node.owns() ? node : null;
    }

    /** The last owner before a name, which need not exist; null only where nothing is owned. */
    public @Nullable Node before(Name name) {
        var found = before(top, Labels.below(origin, name), 0);
        return found == null ? last(top) : found;
    }

    private @Nullable Node before(Node node, byte[][] labels, int depth) {
        if (depth == labels.length) {
            return null;
        }
        if (!isCurtain(node)) {
            var child = node.below.get(labels[depth]);
            var found = child == null ? null : before(child, labels, depth + 1);
            if (found != null) {
                return found;
            }
            var lower = node.below.lower(labels[depth]);
            for (; lower != null; lower = node.below.lower(lower.label)) {
                var last = last(lower);
                if (last != null) {
                    return last;
                }
            }
        }
        return node.owns() ? node : null;
    }

    private @Nullable Node last(Node node) {
        var child = isCurtain(node) ? null : node.below.last();
        for (; child != null; child = node.below.lower(child.label)) {
            var last = last(child);
            if (last != null) {
                return last;
            }
        }
        return node.owns() ? node : null;
    }

    /** The first owner after a name, which need not exist; null only where nothing is owned. */
    public @Nullable Node after(Name name) {
        var found = after(top, Labels.below(origin, name), 0);
        return found == null ? first(top) : found;
    }

    private @Nullable Node after(Node node, byte[][] labels, int depth) {
        if (depth == labels.length) {
            return firstBelow(node);
        }
        if (isCurtain(node)) {
            return null;
        }
        var child = node.below.get(labels[depth]);
        var found = child == null ? null : after(child, labels, depth + 1);
        var higher = found == null ? node.below.higher(labels[depth]) : null;
        for (; higher != null && found == null; higher = node.below.higher(higher.label)) {
            found = first(higher);
        }
        return found;
    }

    private @Nullable Node first(Node node) {
        return node.owns() ? node : firstBelow(node);
    }

    private @Nullable Node firstBelow(Node node) {
        var child = isCurtain(node) ? null : node.below.first();
        Node found = null;
        for (; child != null && found == null; child = node.below.higher(child.label)) {
            found = first(child);
        }
        return found;
    }

    /** All names at or below a name that own records or have names below them, seen or not. */
    public List<Name> names(Name from) {
        var node = top;
        for (var label : Labels.below(origin, from)) {
            var next = node.below.get(label);
            if (next == null) {
                return List.of();
            }
            node = next;
        }
        var names = new ArrayList<Name>();
        collect(node, from, names);
        return names;
    }

    private static void collect(Node node, Name name, List<Name> into) {
        into.add(node.owns() ? node.records().getFirst().getName() : name);
        var child = node.below.first();
        for (; child != null; child = node.below.higher(child.label)) {
            collect(child, Labels.child(child.label, name), into);
        }
    }
}
