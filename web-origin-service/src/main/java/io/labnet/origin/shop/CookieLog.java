package io.labnet.origin.shop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;

/** The last visits' cookie lines. Safe for many threads. */
public final class CookieLog {
    /** So many are remembered. */
    public static final int KEPT_MAX = 500;

    private final Deque<CookieNote> notes = new ArrayDeque<>();
    private long last;

    /** Remembers a note, made with the number that it gets, and forgets the oldest. */
    synchronized void add(LongFunction<CookieNote> numbered) {
        last++;
        notes.addLast(numbered.apply(last));
        if (notes.size() > KEPT_MAX) {
            notes.removeFirst();
        }
    }

    /** The newest note's number; 0 when there was none yet. */
    public synchronized long newest() {
        return last;
    }

    /** Those after the one with this number that are still remembered, oldest first. */
    public synchronized List<CookieNote> since(long number) {
        var found = new ArrayList<CookieNote>();
        notes.stream().filter(note -> note.number() > number).forEach(found::add);
        return found;
    }

    /** Forgets them all; numbers go on. */
    public synchronized void clear() {
        notes.clear();
    }
}
