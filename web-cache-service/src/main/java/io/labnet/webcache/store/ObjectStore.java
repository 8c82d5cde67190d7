package io.labnet.webcache.store;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.policy.Collapsing;
import io.labnet.webcache.policy.Completion;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.policy.Holding;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stored responses, in memory and, where there is one, on disk ({@link Placement}).
 *
 * <p>Safe for many threads, and never blocks.
 */
public final class ObjectStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);
    private static final int UNCACHEABLE_MAX = 10_000;
    private static final Duration UNCACHEABLE_KNOWN_FOR = Duration.ofMinutes(2);

    private final Clock clock;
    private final Discretion discretion;
    private final Placement.Sizes sizes;
    private final FillingSpace space;
    private final MemoryTier memory;
    private final @Nullable DiskTier disk;
    private final Purges purges = new Purges();
    private final Shelf shelf = new Shelf();
    private final ConcurrentHashMap<DiskEntry, CompletableFuture<Optional<StoredObject>>> loads =
            new ConcurrentHashMap<>();

    // URIs whose answers lately could not be kept: clients need not wait for each other there.
    private final Cache<String, Boolean> uncacheable =
            Caffeine.newBuilder()
                    .maximumSize(UNCACHEABLE_MAX)
                    .expireAfterWrite(UNCACHEABLE_KNOWN_FOR)
                    .executor(Runnable::run)
                    .build();

    private final Changes changes;
    private final Neighbours neighbours = new Neighbours();

    /**
     * How much is stored in memory.
     *
     * @param memoryBytes for all objects, about
     * @param objectBytes for the content of one of them
     * @param fillingBytes for all that are on their way, more
     */
    public record Limits(long memoryBytes, long objectBytes, long fillingBytes) {}

    /** An empty store in memory. */
    public ObjectStore(Limits limits, Clock clock) {
        this(limits, Optional.empty(), Discretion.STRICT, clock);
    }

    /**
     * A store with what an earlier run has left on disk, if that can be had.
     *
     * @param discretion with which the terms of those are read
     */
    public ObjectStore(
            Limits limits, Optional<DiskLimits> onDisk, Discretion discretion, Clock clock) {
        this.clock = clock;
        this.changes = new Changes(clock);
        this.discretion = discretion;
        this.space = new FillingSpace(limits.fillingBytes());
        this.memory = new MemoryTier(limits.memoryBytes());
        this.disk = onDisk.flatMap(limit -> opened(limit, discretion)).orElse(null);
        var diskBytes = disk == null ? 0 : onDisk.map(DiskLimits::objectBytes).orElse(0L);
        this.sizes = new Placement.Sizes(limits.objectBytes(), diskBytes);
    }

    private Optional<DiskTier> opened(DiskLimits limits, Discretion discretion) {
        try {
            return Optional.of(new DiskTier(limits, discretion, purges, new Following()));
        } catch (IOException cause) {
            LOG.warn("The cache stores in memory only: {}", cause.toString());
            return Optional.empty();
        }
    }

    /**
     * All stored responses of a URI, whatever request they answer, the newest first. What is on
     * disk only is there with its head; its content cannot be read before it was loaded.
     */
    public List<StoredObject> variants(String uri) {
        var inMemory = memory.variants(uri);
        if (disk == null) {
            return inMemory;
        }
        var keys = inMemory.stream().map(StoredObject::key).toList();
        var onDisk =
                disk.index().of(uri).stream()
                        .filter(entry -> !keys.contains(entry.key()))
                        .map(disk::object);
        return Stream.concat(inMemory.stream(), onDisk).toList();
    }

    /** What there is for a request; what is on disk only must be loaded. */
    public Found find(Request request) {
        var begun = purges.latest();
        var inMemory = memory.find(request);
        if (disk == null || inMemory instanceof Found.Match) {
            return inMemory;
        }
        return switch (disk.find(request)) {
            case Found.OnDisk(var entry) when entry.isReady() ->
                    remembered(disk.object(entry), entry, begun);
            case Found.OnDisk onDisk -> onDisk;
            case Found.Match match -> match;
            case Found.OtherVariants others -> others;
            case Found.Nothing _ -> inMemory;
        };
    }

    // Its head is in memory from now on.
    private Found remembered(StoredObject object, DiskEntry entry, long begun) {
        putBack(entry, object, begun);
        return new Found.Match(object);
    }

    private void putBack(DiskEntry entry, StoredObject object, long begun) {
        purges.judge(
                entry.uri(),
                entry.tags(),
                begun,
                verdict -> {
                    var untouched = verdict == Purges.Verdict.UNTOUCHED;
                    if (untouched && disk != null && disk.index().holds(entry)) {
                        memory.putBack(object);
                    }
                });
    }

    /**
     * Brings from disk what was found there.
     *
     * @param then told what it is, by any thread; empty when it is gone or damaged, or too much is
     *     being read already
     */
    public void load(Found.OnDisk found, Consumer<Optional<StoredObject>> then) {
        var entry = found.entry();
        // Many may want the same at once.
        var loading =
                loads.computeIfAbsent(
                        entry,
                        wanted ->
                                disk().map(from -> beginLoad(from, wanted))
                                        .orElseGet(() -> completedFuture(Optional.empty())));
        var _ = loading.whenComplete((object, failure) -> loads.remove(entry, loading));
        var _ = loading.thenAccept(then);
    }

    private CompletableFuture<Optional<StoredObject>> beginLoad(DiskTier from, DiskEntry entry) {
        var loading = new CompletableFuture<Optional<StoredObject>>();
        var begun = purges.latest();
        if (!from.reads().run(() -> load(from, entry, begun, loading))) {
            loading.complete(Optional.empty());
        }
        return loading;
    }

    private void load(
            DiskTier from,
            DiskEntry entry,
            long begun,
            CompletableFuture<Optional<StoredObject>> loading) {
        var loaded = Optional.<StoredObject>empty();
        try {
            loaded = from.load(entry);
            loaded.ifPresent(object -> putBack(entry, object, begun));
        } finally {
            loading.complete(loaded);
        }
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

    private void put(StoredObject newest, long begun) {
        uncacheable.invalidate(newest.uri());
        var joined = joined(newest);
        purges.judge(
                newest.uri(),
                newest.tags(),
                begun,
                verdict -> {
                    switch (verdict) {
                        case UNTOUCHED -> {
                            memory.put(joined, begun);
                            changes.stored(joined.uri());
                        }
                        case STALE -> memory.put(joined.endedAt(clock.instant()), begun);
                        case GONE -> {}
                    }
                });
        // Only what is in one piece is written; of several parts that is the newest.
        var object = joined.isPartial() ? newest : joined;
        var rule = Placement.Rule.of(sizes, object.head());
        if (disk != null && rule.of(object.content().lengthBytes()).onDisk()) {
            disk.put(object, begun);
        } else if (disk != null) {
            disk.forget(Variant.of(object));
        }
    }

    /**
     * Whether parts of so long a representation are put together: those that stay in memory.
     *
     * @param totalBytes of the whole
     */
    public boolean combines(long totalBytes) {
        var most = sizes.memoryBytes();
        return totalBytes <= (disk == null ? most : Math.min(most, Placement.LARGE_BYTES));
    }

    // RFC 9111 section 3.4: a part joins the others of its representation.
    private StoredObject joined(StoredObject newest) {
        if (!isJoinable(newest)) {
            return newest;
        }
        return memory.variants(newest.uri()).stream()
                .filter(stored -> stored.key().equals(newest.key()) && isJoinable(stored))
                .filter(stored -> Completion.areOfOne(stored.head(), newest.head()))
                .filter(stored -> totalBytes(stored) == totalBytes(newest))
                .findFirst()
                .map(stored -> inOnePiece(stored.joined(newest, discretion)))
                .orElse(newest);
    }

    private boolean isJoinable(StoredObject object) {
        return (object.content() instanceof Chunks
                        || (object.content() instanceof Patchwork patches
                                && patches.patchCount() < Patchwork.PATCHES_MAX))
                && object.holding().filter(has -> combines(has.totalBytes())).isPresent();
    }

    private static long totalBytes(StoredObject partial) {
        return partial.holding().map(Holding::totalBytes).orElse(Content.UNKNOWN);
    }

    private static StoredObject inOnePiece(StoredObject joined) {
        return joined.content() instanceof Patchwork patches && !joined.isPartial()
                ? patches.whole().map(joined::with).orElse(joined)
                : joined;
    }

    /** Puts a freshened object in place of the old one, unless that is gone by now. */
    public void replace(StoredObject old, StoredObject newer) {
        memory.replace(old, newer);
        changes.freshened(newer.uri());
        if (disk != null) {
            disk.replace(old, newer);
        }
    }

    /** Forgets one response, and none of the URI's other variants. */
    public void forget(StoredObject object) {
        memory.forget(object.uri(), object.content());
        changes.purged(new Purge.Url(object.uri()), Purge.Depth.HARD, 1);
        if (disk != null) {
            disk.forget(object.uri(), entry -> entry.isOf(object));
        }
    }

    /** Remembers for a while that this URI's answers cannot be kept. */
    public void markUncacheable(String uri) {
        uncacheable.put(uri, true);
    }

    /** Remembers for a while whether an answer from there was for all. */
    public void learn(Target target, boolean shared) {
        neighbours.learn(target, shared);
    }

    /** What can be said of a target's next answer before it is there. */
    public Collapsing.Known known(Target target) {
        return new Collapsing.Known(
                uncacheable.getIfPresent(target.uri()) != null,
                neighbours.path(target),
                neighbours.folder(target));
    }

    /**
     * Throws out what is meant, in both tiers and of what is arriving now. When it returns, nobody
     * finds it any more; when {@link #settled} is complete, a restart does not bring it back.
     *
     * <p>One URI takes no time; for all others the whole index is looked through, which is not for
     * an event loop.
     *
     * @return how many responses that were
     */
    public int purge(Purge what, Purge.Depth depth) {
        purges.add(what, depth);
        if (what instanceof Purge.Url(var uri)) {
            uncacheable.invalidate(uri);
        } else {
            uncacheable.invalidateAll();
            neighbours.forget();
        }
        var now = clock.instant();
        var purged = memory.purge(what, depth, now);
        if (disk != null) {
            purged.addAll(disk.purge(what, depth, now));
        }
        if (!purged.isEmpty()) {
            changes.purged(what, depth, purged.size());
        }
        return purged.size();
    }

    /** Forgets all responses of a URI; tells whether there was one. */
    public boolean purge(String uri) {
        return purge(new Purge.Url(uri), Purge.Depth.HARD) > 0;
    }

    /** What happened lately to what is stored here, but for what had to make room. */
    public Changes changes() {
        return changes;
    }

    /** Completed when all that was stored or purged until now has reached the disk. */
    public CompletableFuture<Void> settled() {
        return disk == null ? completedFuture(null) : disk.settled();
    }

    /** All stored responses, by URI. */
    public List<Listed> list() {
        var listed = new HashMap<Variant, Listed>();
        var tier = disk;
        if (tier != null) {
            tier.index()
                    .all()
                    .forEach(entry ->
                            listed.put(
                                    Variant.of(entry),
                                    new Listed(
                                            entry.uri(),
                                            entry.tags(),
                                            false,
                                            true,
                                            () -> tier.object(entry))));
        }
        for (var object : memory.all()) {
            var variant = Variant.of(object);
            var onDisk = listed.containsKey(variant);
            var inMemory = !(object.content() instanceof DiskContent);
            listed.put(
                    variant,
                    new Listed(object.uri(), object.tags(), inMemory, onDisk, () -> object));
        }
        return listed.values().stream().sorted(Comparator.comparing(Listed::uri)).toList();
    }

    /** All stored responses, by URI. */
    public List<StoredObject> all() {
        return list().stream().map(Listed::object).toList();
    }

    public int count() {
        return disk == null ? memory.count() : list().size();
    }

    /** How much both tiers take together. */
    public long storedBytes() {
        return memory.storedBytes() + (disk == null ? 0 : disk.storedBytes());
    }

    MemoryTier memory() {
        return memory;
    }

    Optional<DiskTier> disk() {
        return Optional.ofNullable(disk);
    }

    /** Writes what waits to be written, for some seconds at most. */
    @Override
    public void close() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    private final class Following implements DiskTier.Listener {
        @Override
        public void gone(String uri, Content content) {
            memory.forget(uri, content);
        }

        @Override
        public void moved(String uri, Content from, Content to) {
            memory.move(uri, from, to);
        }
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
            return disk().map(tier -> tier.spill(object, begun, progress));
        }
    }
}
