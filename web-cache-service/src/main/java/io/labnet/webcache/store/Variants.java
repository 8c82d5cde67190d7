package io.labnet.webcache.store;

import io.labnet.webcache.message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stored responses of one URI, newest first, no two with the same key. */
record Variants(List<StoredObject> objects) {
    // So that a client cannot fill the store through one URI that varies on a field it makes up.
    private static final int VARIANTS_MAX = 16;

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

    /** Puts a freshened object where the old one stands, unless another has taken its place. */
    Variants replacing(StoredObject old, StoredObject newer) {
        var same = objects.stream().anyMatch(object -> object.content() == old.content());
        return same ? with(newer) : this;
    }

    // The newest of those that match (RFC 9111 section 4.1).
    Optional<StoredObject> matching(Request request) {
        return objects.stream().filter(object -> object.key().matches(request)).findFirst();
    }

    int sizeBytes() {
        var total = objects.stream().mapToLong(StoredObject::sizeBytes).sum();
        return (int) Math.min(total, Integer.MAX_VALUE);
    }
}
