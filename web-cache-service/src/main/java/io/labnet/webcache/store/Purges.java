package io.labnet.webcache.store;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * The latest purges, for what was on its way while they happened: a response that was asked for
 * before a purge must not be stored after it.
 *
 * <p>Purges are numbered. Whoever begins something remembers the number, and asks at its end what
 * has been purged since. What began before the oldest purge that is remembered counts as purged.
 *
 * <p>Safe for many threads.
 */
final class Purges {
    private static final int URLS_MAX = 10_000;
    private static final int OTHERS_MAX = 1000;

    /** What became of something since it began. */
    enum Verdict {
        UNTOUCHED,
        STALE,
        GONE
    }

    private record Logged(long number, Purge what, Purge.Depth depth) {}

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    // The commonest kind, found by its URI: an unsafe request purges one, too.
    private final LinkedHashMap<String, Logged> hardUrls = new LinkedHashMap<>();
    private final ArrayDeque<Logged> others = new ArrayDeque<>();
    private volatile long latest;
    private long forgotten;

    /** The number of the latest purge. */
    long latest() {
        return latest;
    }

    /**
     * Remembers a purge. When this returns, whatever {@link #judge} has let in without regard to it
     * is in the store already, where the purge can find it.
     */
    void add(Purge what, Purge.Depth depth) {
        lock.writeLock().lock();
        try {
            var logged = new Logged(latest + 1, what, depth);
            latest = logged.number();
            switch (what) {
                case Purge.Url(var uri) when depth == Purge.Depth.HARD -> addUrl(uri, logged);
                case Purge.Url _,
                        Purge.Prefix _,
                        Purge.Matching _,
                        Purge.Tagged _,
                        Purge.Everything _ ->
                        addOther(logged);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void addUrl(String uri, Logged logged) {
        // Put anew, it is the youngest again.
        hardUrls.remove(uri);
        hardUrls.put(uri, logged);
        if (hardUrls.size() > URLS_MAX) {
            var oldest = hardUrls.firstEntry();
            hardUrls.remove(oldest.getKey());
            forgotten = Math.max(forgotten, oldest.getValue().number());
        }
    }

    private void addOther(Logged logged) {
        others.add(logged);
        if (others.size() > OTHERS_MAX) {
            forgotten = Math.max(forgotten, others.removeFirst().number());
        }
    }

    /** What has become of a response that was asked for after purge number {@code begun}. */
    Verdict judge(String uri, Tags tags, long begun) {
        return judge(uri, tags, begun, verdict -> {});
    }

    /**
     * The same.
     *
     * @param act what follows from the verdict; no purge comes in between, so it must be quick
     */
    Verdict judge(String uri, Tags tags, long begun, Consumer<Verdict> act) {
        lock.readLock().lock();
        try {
            var verdict = since(uri, tags, begun);
            act.accept(verdict);
            return verdict;
        } finally {
            lock.readLock().unlock();
        }
    }

    private Verdict since(String uri, Tags tags, long begun) {
        if (begun == latest) {
            return Verdict.UNTOUCHED;
        }
        var hard = hardUrls.get(uri);
        if (begun < forgotten || (hard != null && hard.number() > begun)) {
            return Verdict.GONE;
        }
        var verdict = Verdict.UNTOUCHED;
        for (var logged : others) {
            if (logged.number() > begun && logged.what().hits(uri, tags)) {
                if (logged.depth() == Purge.Depth.HARD) {
                    return Verdict.GONE;
                }
                verdict = Verdict.STALE;
            }
        }
        return verdict;
    }
}
