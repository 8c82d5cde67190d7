package io.labnet.dns.zone;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names one label below another, in canonical order (RFC 4034 section 6.1). It never changes;
 * what comes next shares nearly all of it, for names stand in runs, and a change copies one run.
 */
final class Siblings {
    static final Siblings NONE = new Siblings(new Node[0][]);
    private static final int RUN_MAX = 512;
    // Room for names to come, lest the first change of each run split it.
    private static final int RUN_AT_FIRST = 384;

    // None of them is empty.
    private final Node[][] runs;

    private Siblings(Node[][] runs) {
        this.runs = runs;
    }

    /** The first of these names, which stand in order. */
    static Siblings of(Node[] ordered, int count) {
        var runs = new Node[(count + RUN_AT_FIRST - 1) / RUN_AT_FIRST][];
        for (int i = 0; i < runs.length; i++) {
            var from = i * RUN_AT_FIRST;
            runs[i] = Arrays.copyOfRange(ordered, from, Math.min(from + RUN_AT_FIRST, count));
        }
        return runs.length == 0 ? NONE : new Siblings(runs);
    }

    boolean isEmpty() {
        return runs.length == 0;
    }

    @Nullable Node get(byte[] label) {
        if (isEmpty()) {
            return null;
        }
        var run = runs[runOf(label)];
        var at = find(run, label);
        return at < 0 ? null : run[at];
    }

    /** The last before a label; null when it would be the first. */
    @Nullable Node lower(byte[] label) {
        if (isEmpty()) {
            return null;
        }
        var r = runOf(label);
        var at = find(runs[r], label);
        var before = (at < 0 ? -at - 1 : at) - 1;
        if (before >= 0) {
            return runs[r][before];
        }
        return r == 0 ? null : runs[r - 1][runs[r - 1].length - 1];
    }

    /** The first after a label; null when it would be the last. */
    @Nullable Node higher(byte[] label) {
        if (isEmpty()) {
            return null;
        }
        var r = runOf(label);
        var at = find(runs[r], label);
        var after = at < 0 ? -at - 1 : at + 1;
        if (after < runs[r].length) {
            return runs[r][after];
        }
        return r == runs.length - 1 ? null : runs[r + 1][0];
    }

    @Nullable Node first() {
        return isEmpty() ? null : runs[0][0];
    }

    @Nullable Node last() {
        return isEmpty() ? null : runs[runs.length - 1][runs[runs.length - 1].length - 1];
    }

    /** The same with this name, in the place of the one with the same label. */
    Siblings with(Node node) {
        if (isEmpty()) {
            return new Siblings(new Node[][] {{node}});
        }
        var r = runOf(node.label);
        var at = find(runs[r], node.label);
        if (at >= 0) {
            var run = runs[r].clone();
            run[at] = node;
            return replaced(r, run);
        }
        var place = -at - 1;
        var longer = Arrays.copyOf(runs[r], runs[r].length + 1);
        System.arraycopy(runs[r], place, longer, place + 1, runs[r].length - place);
        longer[place] = node;
        if (longer.length <= RUN_MAX) {
            return replaced(r, longer);
        }
        var half = longer.length / 2;
        return replaced(
                r, Arrays.copyOf(longer, half), Arrays.copyOfRange(longer, half, longer.length));
    }

    /** The same without this name, which need not be there. */
    Siblings without(byte[] label) {
        if (isEmpty()) {
            return this;
        }
        var r = runOf(label);
        var run = runs[r];
        var at = find(run, label);
        if (at < 0) {
            return this;
        }
        if (run.length == 1) {
            return runs.length == 1 ? NONE : replaced(r);
        }
        var shorter = Arrays.copyOf(run, run.length - 1);
        System.arraycopy(run, at + 1, shorter, at, shorter.length - at);
        return replaced(r, shorter);
    }

    private Siblings replaced(int r, Node[]... by) {
        var next = new Node[runs.length - 1 + by.length][];
        System.arraycopy(runs, 0, next, 0, r);
        System.arraycopy(by, 0, next, r, by.length);
        System.arraycopy(runs, r + 1, next, r + by.length, runs.length - r - 1);
        return new Siblings(next);
    }

    Iterator<Node> iterator() {
        return Arrays.stream(runs).flatMap(Stream::of).iterator();
    }

    /** The run in which this label stands, or would. */
    private int runOf(byte[] label) {
        int low = 1;
        int high = runs.length;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(runs[middle][0].label, label) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** As {@link Arrays#binarySearch} answers. */
    private static int find(Node[] run, byte[] label) {
        int low = 0;
        int high = run.length - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var order = Arrays.compareUnsigned(run[middle].label, label);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
