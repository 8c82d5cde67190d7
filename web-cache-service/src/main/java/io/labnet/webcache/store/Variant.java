package io.labnet.webcache.store;

import io.labnet.webcache.policy.VaryKey;

/** Which response: both parts of its cache key (RFC 9111 section 2). */
record Variant(String uri, VaryKey key) {
    static Variant of(StoredObject object) {
        return new Variant(object.uri(), object.key());
    }

    static Variant of(DiskEntry entry) {
        return new Variant(entry.uri(), entry.key());
    }
}
