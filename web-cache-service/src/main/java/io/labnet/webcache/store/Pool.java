package io.labnet.webcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Equal values that were seen lately, so that what many stored responses say is in memory once.
 *
 * <p>Holds as many as it has places; a newcomer takes the place of whoever has it. Safe for many
 * threads if the values are immutable, with final fields: a race costs a copy, nothing else.
 */
final class Pool<T> {
    private final @Nullable Object[] places;

    /** A pool of so many places, a power of two. */
    Pool(int places) {
        this.places = new Object[places];
    }

    /** An equal value that is in use already, or else this one. */
    T shared(T value) {
        var hash = value.hashCode();
        var place = (hash ^ (hash >>> 16)) & (places.length - 1);
        @SuppressWarnings("unchecked") // Nothing else is ever put there.
        var there = (T) places[place];
        if (value.equals(there)) {
            return there;
        }
        places[place] = value;
        return value;
    }
}
