package io.labnet.peer.house;

import java.util.function.LongConsumer;

/**
 * Numbers what changes on any peer, so that a watcher can ask for what is newer than it has seen.
 *
 * <p>Whoever reads the count finds all changes up to it noted: were a number handed out first and
 * noted later, a watcher that looked in between would never hear of that change.
 */
final class Changes {
    private long count;

    /**
     * Something changed.
     *
     * @param note takes the change's number, at once
     */
    synchronized void add(LongConsumer note) {
        note.accept(++count);
    }

    /** How many changes there were. */
    synchronized long count() {
        return count;
    }
}
