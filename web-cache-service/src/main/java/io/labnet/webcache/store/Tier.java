package io.labnet.webcache.store;

import io.labnet.webcache.message.Request;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One place where responses are stored; safe for many threads. */
interface Tier {
    /** What it has for a request; the newest of those that match (RFC 9111 section 4.1). */
    Found find(Request request);

    /**
     * Stores a response in place of an older one with the same key, at once or soon.
     *
     * @param begun the number of the latest purge when it was asked for
     */
    void put(StoredObject object, long begun);

    /** Puts a freshened object in place of the old one, unless that is gone by now. */
    void replace(StoredObject old, StoredObject newer);

    /** Throws out what is meant, or makes it stale; tells which responses that were. */
    Set<Variant> purge(Purge what, Purge.Depth depth, Instant now);

    /** All that is stored, in no order. */
    List<StoredObject> all();

    int count();

    /** How much it takes here, with heads. */
    long storedBytes();
}
