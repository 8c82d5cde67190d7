package io.labnet.webcache.store;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.policy.VaryKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is on disk, by URI and then newest first; in memory, safe for many threads. */
final class DiskIndex {
    private final ConcurrentHashMap<String, List<DiskEntry>> entries = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    List<DiskEntry> of(String uri) {
        return entries.getOrDefault(uri, List.of());
    }

    // The newest of those that match (RFC 9111 section 4.1).
    Optional<DiskEntry> matching(Request request) {
        return of(request.target().uri()).stream()
                .filter(entry -> entry.key().matches(request))
                .findFirst();
    }

    /**
     * Adds one; tells which have to go: an older one with the same key, or one too many. That may
     * be the added one itself.
     */
    List<DiskEntry> put(DiskEntry added) {
        var gone = new ArrayList<DiskEntry>();
        entries.compute(
                added.uri(),
                (uri, there) -> {
                    var all = new ArrayList<>(there == null ? List.<DiskEntry>of() : there);
                    all.add(added);
                    all.sort(Comparator.comparingLong(DiskEntry::serial).reversed());
                    return kept(all, gone);
                });
        count(added, 1);
        gone.forEach(entry -> count(entry, -1));
        return gone;
    }

    private static List<DiskEntry> kept(List<DiskEntry> newestFirst, List<DiskEntry> gone) {
        var keys = new HashSet<VaryKey>();
        var kept = new ArrayList<DiskEntry>();
        for (var entry : newestFirst) {
            var wanted = kept.size() < Variants.VARIANTS_MAX && keys.add(entry.key());
            (wanted ? kept : gone).add(entry);
        }
        return List.copyOf(kept);
    }

    /** Puts one in place of another, if that is still there. */
    boolean replace(DiskEntry old, DiskEntry newer) {
        var replaced = new boolean[1];
        entries.computeIfPresent(
                old.uri(),
                (uri, there) -> {
                    replaced[0] = there.contains(old);
                    return there.stream().map(entry -> entry == old ? newer : entry).toList();
                });
        if (replaced[0]) {
            count(old, -1);
            count(newer, 1);
        }
        return replaced[0];
    }

    boolean holds(DiskEntry entry) {
        return of(entry.uri()).contains(entry);
    }

    /** Tells whether it was there. */
    boolean remove(DiskEntry entry) {
        var removed = new boolean[1];
        entries.computeIfPresent(
                entry.uri(),
                (uri, there) -> {
                    var kept = there.stream().filter(other -> other != entry).toList();
                    removed[0] = kept.size() < there.size();
                    return kept.isEmpty() ? null : kept;
                });
        if (removed[0]) {
            count(entry, -1);
        }
        return removed[0];
    }

    /** Removes some of a URI's; tells which those were. */
    List<DiskEntry> remove(String uri, Predicate<DiskEntry> which) {
        return of(uri).stream().filter(which).filter(this::remove).toList();
    }

    private void count(DiskEntry entry, int sign) {
        count.addAndGet(sign);
        bytes.addAndGet(sign * entry.indexBytes());
    }

    /** Those that a purge means. */
    List<DiskEntry> hit(Purge what) {
        var candidates =
                what instanceof Purge.Url(var uri)
                        ? of(uri).stream()
                        : entries.values().stream().flatMap(List::stream);
        return candidates.filter(entry -> what.hits(entry.uri(), entry.tags())).toList();
    }

    Stream<DiskEntry> all() {
        return entries.values().stream().flatMap(List::stream);
    }

    int count() {
        return count.get();
    }

    /** How much memory it takes, about. */
    long bytes() {
        return bytes.get();
    }
}
