package io.labnet.webcache.proxy;

import io.labnet.webcache.store.StoredObject;
import io.labnet.webcache.upstream.FetchFailure;

/** What one client's fetch means for the others who want the same (RFC 9111 section 4). */
public sealed interface Outcome {
    /** An answer for all whose requests match: it can be read while it arrives. */
    record Shared(StoredObject arriving) implements Outcome {}

    /** Nothing to share: what is in the store now decides. */
    record Over() implements Outcome {}

    /** The origin answered with an error, for which a stale response may stand in. */
    record Troubled() implements Outcome {}

    /** No answer came. */
    record Failed(FetchFailure failure) implements Outcome {}

    /** Whether a status says that the origin is in trouble (RFC 5861 section 4). */
    static boolean isTrouble(int status) {
        return status == 500 || status == 502 || status == 503 || status == 504;
    }
}
