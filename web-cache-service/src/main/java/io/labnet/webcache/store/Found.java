package io.labnet.webcache.store;

/** What the store has for a request. */
public sealed interface Found {
    /** A response to the same URI and, where it varies, to the same selecting fields. */
    record Match(StoredObject object) implements Found {}

    /** Such a response, which must be brought from disk first ({@link ObjectStore#load}). */
    record OnDisk(DiskEntry entry) implements Found {}

    /** Responses to the same URI, but all to other selecting fields. */
    record OtherVariants() implements Found {}

    /** Nothing. */
    record Nothing() implements Found {}
}
