package io.labnet.webcache.store;

import io.labnet.webcache.message.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The stored responses of one URI, newest first, no two with the same key. */
record Variants(List<StoredObject> objects) {
    // So that a client cannot fill the store through one URI that varies on a field it makes up.
    static final int VARIANTS_MAX = 16;

    static final Variants NONE = new Variants(List.of());

    Variants with(StoredObject newest) {
        var kept = new ArrayList<StoredObject>();
        kept.add(newest);
        objects.stream()
                .filter(object -> !object.key().equals(newest.key()))
                .limit(VARIANTS_MAX - 1)
                .forEach(kept::add);
        return new Variants(List.copyOf(kept));
    }

    /** One more, brought back from disk, unless there is one like it; it is the oldest here. */
    Variants withOlder(StoredObject older) {
        var full = objects.size() >= VARIANTS_MAX;
        if (full || objects.stream().anyMatch(object -> object.key().equals(older.key()))) {
            return this;
        }
        var kept = new ArrayList<>(objects);
        kept.add(older);
        return new Variants(List.copyOf(kept));
    }

    /**
     * Puts a freshened object where the old one stands, unless another has taken its place. What
     * was made stale since the old one was looked up stays so: the news may be older than that.
     */
    Variants replacing(StoredObject old, StoredObject newer) {
        return objects.stream()
                .filter(object -> object.content() == old.content())
                .findFirst()
                .map(there -> with(endedAs(there, old, newer)))
                .orElse(this);
    }

    private static StoredObject endedAs(StoredObject there, StoredObject old, StoredObject newer) {
        var ended = there.head().ended();
        return ended.equals(old.head().ended()) ? newer : newer.endedAt(ended);
    }

    /** The one with this content is changed. */
    Variants changing(Content content, UnaryOperator<StoredObject> change) {
        return new Variants(
                objects.stream()
                        .map(object -> object.content() == content ? change.apply(object) : object)
                        .toList());
    }

    Variants without(Content content) {
        return new Variants(
                objects.stream().filter(object -> object.content() != content).toList());
    }

    Variants without(Collection<StoredObject> gone) {
        return new Variants(objects.stream().filter(object -> !gone.contains(object)).toList());
    }

    /** Some of them are stale from now on. */
    Variants ending(Collection<StoredObject> some, Instant now) {
        return new Variants(
                objects.stream()
                        .map(object -> some.contains(object) ? object.endedAt(now) : object)
                        .toList());
    }

    // The newest of those that match (RFC 9111 section 4.1).
    Optional<StoredObject> matching(Request request) {
        for (var object : objects) {
            if (object.key().matches(request)) {
                return Optional.of(object);
            }
        }
        return Optional.empty();
    }

    int sizeBytes() {
        var total = objects.stream().mapToLong(StoredObject::sizeBytes).sum();
        return (int) Math.min(total, Integer.MAX_VALUE);
    }
}
