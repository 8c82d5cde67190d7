package io.labnet.webcache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labnet.webcache.message.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Stored responses, in both tiers; safe for many threads, and never blocks. */
public final class ObjectStore {
    private static final int UNCACHEABLE_MAX = 10_000;
    private static final Duration UNCACHEABLE_KNOWN_FOR = Duration.ofMinutes(2);

    private final Clock clock;
    private final Placement.Sizes sizes;
    private final FillingSpace space;
    private final MemoryTier memory;
    private final Purges purges = new Purges();
    private final Shelf shelf = new Shelf();

    // URIs whose answers lately could not be kept: clients need not wait for each other there.
    private final Cache<String, Boolean> uncacheable =
            Caffeine.newBuilder()
                    .maximumSize(UNCACHEABLE_MAX)
                    .expireAfterWrite(UNCACHEABLE_KNOWN_FOR)
                    .executor(Runnable::run)
                    .build();

    /**
     * How much is stored.
     *
     * @param memoryBytes for all objects in memory, about
     * @param objectBytes for the content of one of them
     * @param fillingBytes for all that are on their way, more
     */
    public record Limits(long memoryBytes, long objectBytes, long fillingBytes) {}

    /** An empty store. */
    public ObjectStore(Limits limits, Clock clock) {
        this.clock = clock;
        this.sizes = new Placement.Sizes(limits.objectBytes(), 0);
        this.space = new FillingSpace(limits.fillingBytes());
        this.memory = new MemoryTier(limits.memoryBytes());
    }

    public Found find(Request request) {
        return memory.find(request);
    }

    /** All stored responses of a URI, whatever request they answer; the newest first. */
    public List<StoredObject> variants(String uri) {
        return memory.variants(uri);
    }

    /**
     * What to remember when a request is sent whose answer may be stored: whatever is purged from
     * then on will not come back with that answer.
     */
    public long begin() {
        return purges.latest();
    }

    /**
     * Begins to store a response.
     *
     * @param announcedBytes the length of its content; {@link Content#UNKNOWN} if nobody said
     * @param begun what {@link #begin} said when it was asked for
     * @return empty when it is too large for every tier
     */
    public Optional<Filling> open(Filling.Head head, long announcedBytes, long begun) {
        var rule = Placement.Rule.of(sizes, head.received());
        return rule.of(Math.max(announcedBytes, 0)) == Placement.NOWHERE
                ? Optional.empty()
                : Optional.of(new Filling(shelf, space, rule, head, announcedBytes, begun));
    }

    /** Stores a response that has just been asked for. */
    public void put(StoredObject object) {
        put(object, purges.latest());
    }

    private void put(StoredObject object, long begun) {
        uncacheable.invalidate(object.uri());
        purges.judge(
                object.uri(),
                object.tags(),
                begun,
                verdict -> {
                    switch (verdict) {
                        case UNTOUCHED -> memory.put(object, begun);
                        case STALE -> memory.put(object.endedAt(clock.instant()), begun);
                        case GONE -> {}
                    }
                });
    }

    /** Puts a freshened object in place of the old one, unless that is gone by now. */
    public void replace(StoredObject old, StoredObject newer) {
        memory.replace(old, newer);
    }

    /** Remembers for a while that this URI's answers cannot be kept. */
    public void markUncacheable(String uri) {
        uncacheable.put(uri, true);
    }

    public boolean isUncacheable(String uri) {
        return uncacheable.getIfPresent(uri) != null;
    }

    /**
     * Throws out what is meant, also of what is arriving now; when it returns, nobody gets it any
     * more.
     *
     * @return how many responses that were
     */
    public int purge(Purge what, Purge.Depth depth) {
        purges.add(what, depth);
        if (what instanceof Purge.Url(var uri)) {
            uncacheable.invalidate(uri);
        } else {
            uncacheable.invalidateAll();
        }
        return memory.purge(what, depth, clock.instant());
    }

    /** Forgets all responses of a URI; tells whether there was one. */
    public boolean purge(String uri) {
        return purge(new Purge.Url(uri), Purge.Depth.HARD) > 0;
    }

    /** All stored responses, by URI. */
    public List<StoredObject> all() {
        return memory.all().stream().sorted(Comparator.comparing(StoredObject::uri)).toList();
    }

    public int count() {
        return memory.count();
    }

    public long storedBytes() {
        return memory.storedBytes();
    }

    private final class Shelf implements Filling.Shelf {
        @Override
        public boolean isPurged(StoredObject object, long begun) {
            return purges.judge(object.uri(), object.tags(), begun) != Purges.Verdict.UNTOUCHED;
        }

        @Override
        public void keep(StoredObject whole, long begun) {
            put(whole, begun);
        }

        @Override
        public Optional<Spill> spill(StoredObject object, long begun, Spill.Progress progress) {
            return Optional.empty();
        }
    }
}
