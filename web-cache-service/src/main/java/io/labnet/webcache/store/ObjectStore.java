package io.labnet.webcache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import io.labnet.webcache.message.Request;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Stored responses in memory, bounded; what is used least makes room. Safe for many threads. */
public final class ObjectStore {
    private static final int UNCACHEABLE_MAX = 10_000;
    private static final Duration UNCACHEABLE_KNOWN_FOR = Duration.ofMinutes(2);

    private final Cache<String, Variants> objects;

    // URIs whose answers lately could not be kept: clients need not wait for each other there.
    private final Cache<String, Boolean> uncacheable =
            Caffeine.newBuilder()
                    .maximumSize(UNCACHEABLE_MAX)
                    .expireAfterWrite(UNCACHEABLE_KNOWN_FOR)
                    .executor(Runnable::run)
                    .build();

    /**
     * An empty store.
     *
     * @param totalBytes how much memory all objects may take together, about
     */
    public ObjectStore(long totalBytes) {
        objects =
                Caffeine.newBuilder()
                        .maximumWeight(totalBytes)
                        .weigher((String uri, Variants variants) -> variants.sizeBytes())
                        .executor(Runnable::run)
                        .build();
    }

    public Found find(Request request) {
        var variants = objects.getIfPresent(request.target().uri());
        if (variants == null) {
            return new Found.Nothing();
        }
        return variants.matching(request)
                .<Found>map(Found.Match::new)
                .orElseGet(Found.OtherVariants::new);
    }

    /** All stored responses of a URI, whatever request they answer; the newest first. */
    public List<StoredObject> variants(String uri) {
        var variants = objects.getIfPresent(uri);
        return variants == null ? List.of() : variants.objects();
    }

    public void put(StoredObject object) {
        uncacheable.invalidate(object.uri());
        objects.asMap()
                .compute(
                        object.uri(),
                        (uri, there) -> (there == null ? Variants.NONE : there).with(object));
    }

    /** Puts a freshened object in place of the old one, unless that is gone by now. */
    public void replace(StoredObject old, StoredObject newer) {
        objects.asMap().computeIfPresent(old.uri(), (uri, there) -> there.replacing(old, newer));
    }

    /** Remembers for a while that this URI's answers cannot be kept. */
    public void markUncacheable(String uri) {
        uncacheable.put(uri, true);
    }

    public boolean isUncacheable(String uri) {
        return uncacheable.getIfPresent(uri) != null;
    }

    /** Forgets all responses of a URI; tells whether there was one. */
    public boolean purge(String uri) {
        uncacheable.invalidate(uri);
        return objects.asMap().remove(uri) != null;
    }

    public void purgeAll() {
        uncacheable.invalidateAll();
        objects.invalidateAll();
    }

    /** All stored responses, by URI. */
    public List<StoredObject> all() {
        return objects.asMap().values().stream()
                .flatMap(variants -> variants.objects().stream())
                .sorted(Comparator.comparing(StoredObject::uri))
                .toList();
    }

    public int count() {
        return objects.asMap().values().stream().mapToInt(v -> v.objects().size()).sum();
    }

    public long storedBytes() {
        return objects.policy().eviction().map(ObjectStore::weight).orElse(0L);
    }

    private static long weight(Eviction<String, Variants> eviction) {
        return eviction.weightedSize().orElse(0);
    }
}
