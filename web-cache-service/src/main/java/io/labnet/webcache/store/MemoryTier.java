package io.labnet.webcache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.labnet.webcache.message.Request;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stored responses in memory, bounded by their size.
 *
 * <p>What makes room is chosen by W-TinyLFU (Einziger, Friedman, Manes, 2017): a newcomer that is
 * asked for less often than what it would drive out is not admitted. Content that is on disk counts
 * for its head only.
 */
final class MemoryTier implements Tier {
    private final Cache<String, Variants> objects;
    private final LongAdder evicted = new LongAdder();
    private final LongAdder notAdmitted = new LongAdder();

    MemoryTier(long totalBytes) {
        objects =
                Caffeine.newBuilder()
                        .maximumWeight(totalBytes)
                        .weigher((String uri, Variants variants) -> variants.sizeBytes())
                        .evictionListener(this::evicted)
                        .executor(Runnable::run)
                        .build();
    }

    private void evicted(@Nullable String uri, @Nullable Variants variants, RemovalCause cause) {
        if (variants != null) {
            var used = variants.objects().stream().anyMatch(object -> object.hits().get() > 0);
            (used ? evicted : notAdmitted).increment();
        }
    }

    @Override
    public Found find(Request request) {
        var variants = objects.getIfPresent(request.target().uri());
        if (variants == null) {
            return new Found.Nothing();
        }
        return variants.matching(request)
                .<Found>map(Found.Match::new)
                .orElseGet(Found.OtherVariants::new);
    }

    /** All stored responses of a URI, the newest first. */
    List<StoredObject> variants(String uri) {
        var variants = objects.getIfPresent(uri);
        return variants == null ? List.of() : variants.objects();
    }

    @Override
    public void put(StoredObject object, long begun) {
        objects.asMap()
                .compute(
                        object.uri(),
                        (uri, there) -> (there == null ? Variants.NONE : there).with(object));
    }

    /** Puts an object that was read from disk, unless there is a newer one by now. */
    void putBack(StoredObject object) {
        objects.asMap()
                .compute(
                        object.uri(),
                        (uri, there) -> (there == null ? Variants.NONE : there).withOlder(object));
    }

    @Override
    public void replace(StoredObject old, StoredObject newer) {
        change(old.uri(), there -> there.replacing(old, newer));
    }

    /** Tells where the content of an object is now. */
    void move(String uri, Content from, Content to) {
        change(uri, there -> there.changing(from, object -> object.with(to)));
    }

    /** Forgets the object with this content, which cannot be read any more. */
    void forget(String uri, Content content) {
        change(uri, there -> there.without(content));
    }

    private void change(String uri, UnaryOperator<Variants> change) {
        objects.asMap()
                .computeIfPresent(
                        uri,
                        (key, there) -> {
                            var changed = change.apply(there);
                            return changed.objects().isEmpty() ? null : changed;
                        });
    }

    @Override
    public Set<Variant> purge(Purge what, Purge.Depth depth, Instant now) {
        var purged = new HashSet<Variant>();
        if (what instanceof Purge.Url(var uri)) {
            purge(uri, what, depth, now, purged);
        } else {
            objects.asMap().keySet().forEach(uri -> purge(uri, what, depth, now, purged));
        }
        return purged;
    }

    private void purge(
            String uri, Purge what, Purge.Depth depth, Instant now, Set<Variant> purged) {
        change(
                uri,
                there -> {
                    var hit =
                            there.objects().stream().filter(o -> what.hits(uri, o.tags())).toList();
                    hit.forEach(object -> purged.add(Variant.of(object)));
                    return switch (depth) {
                        case HARD -> there.without(hit);
                        case SOFT -> there.ending(hit, now);
                    };
                });
    }

    @Override
    public List<StoredObject> all() {
        return objects.asMap().values().stream()
                .flatMap(variants -> variants.objects().stream())
                .toList();
    }

    @Override
    public int count() {
        return objects.asMap().values().stream().mapToInt(v -> v.objects().size()).sum();
    }

    @Override
    public long storedBytes() {
        return objects.policy().eviction().map(MemoryTier::weight).orElse(0L);
    }

    private static long weight(Eviction<String, Variants> eviction) {
        return eviction.weightedSize().orElse(0);
    }

    /** How many URIs had to make room after they had been of use. */
    long evictedCount() {
        return evicted.sum();
    }

    /** How many URIs were turned away, or had to go before anybody asked for them again. */
    long notAdmittedCount() {
        return notAdmitted.sum();
    }
}
