package io.labnet.dns.server;

import io.labnet.dns.message.PlainQuery;
import io.labnet.dns.message.ReadyAnswer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A table of ready answers of bounded size. Nobody ever waits for it: where two write at once, one
 * of the answers is kept.
 */
final class ReadyAnswers {
    // So far from where its hash says an answer may stand.
    private static final int REACH = 8;

    private final int entries;
    // Made when the first answer is kept: most servers are never asked so much.
    private volatile @Nullable AtomicReferenceArray<@Nullable ReadyAnswer> table;

    /**
     * An empty table.
     *
     * @param entriesMax rounded down to a power of two; below {@value #REACH} for none
     */
    ReadyAnswers(int entriesMax) {
        this.entries = entriesMax < REACH ? 0 : Integer.highestOneBit(entriesMax);
    }

    /** The answer to a query; null when there is none that is valid and fits. */
    @Nullable ReadyAnswer find(PlainQuery query, long generation, long nowSeconds) {
        var all = table;
        if (all == null) {
            return null;
        }
        for (int i = 0; i < REACH; i++) {
            var answer = all.getAcquire(query.hash() + i & entries - 1);
            if (answer == null) {
                return null;
            }
            if (answer.answers(query, generation, nowSeconds)) {
                answer.setUsed(true);
                return answer;
            }
        }
        return null;
    }

    /** Keeps an answer, unless all of its places are taken by answers that are used. */
    void keep(PlainQuery query, ReadyAnswer answer, long generation, long nowSeconds) {
        if (entries == 0) {
            return;
        }
        var all = table();
        var unused = -1;
        for (int i = 0; i < REACH; i++) {
            var at = query.hash() + i & entries - 1;
            var other = all.getAcquire(at);
            if (other == null || other.isFor(query) || !other.isValid(generation, nowSeconds)) {
                all.setRelease(at, answer);
                return;
            }
            unused = other.isUsed() ? unused : at;
        }
        if (unused >= 0) {
            all.setRelease(unused, answer);
            return;
        }
        // Whoever is used again until the next one comes stays.
        for (int i = 0; i < REACH; i++) {
            var other = all.getAcquire(query.hash() + i & entries - 1);
            if (other != null) {
                other.setUsed(false);
            }
        }
    }

    private AtomicReferenceArray<@Nullable ReadyAnswer> table() {
        var all = table;
        if (all != null) {
            return all;
        }
        synchronized (this) {
            var made = table;
            if (made == null) {
                made = new AtomicReferenceArray<>(entries);
                table = made;
            }
            return made;
        }
    }
}
