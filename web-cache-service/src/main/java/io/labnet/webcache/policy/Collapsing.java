package io.labnet.webcache.policy;

import io.labnet.webcache.message.Request;

/**
 * How long a request waits for another client's fetch of the same, before the head of the answer is
 * there (RFC 9111 section 4).
 *
 * <p>If the answer is for all, waiting spares the origin; if it is not, waiting has cost as much
 * time as the origin takes. So it depends on what is known of the URL, or else of its neighbours.
 */
public enum Collapsing {
    /** As long as need be: the answer will do for all of them. */
    PATIENTLY,

    /** A moment: nobody knows, so a few then go themselves, and the others wait on. */
    BRIEFLY,

    /** Not at all: the answer will hardly be for others. */
    NEVER;

    /**
     * What is known.
     *
     * @param uncacheable whether the last answer of this URL was not for all
     * @param path what its path brought, whatever the query was
     * @param folder what all paths up to its last slash brought
     */
    public record Known(boolean uncacheable, Experience path, Experience folder) {
        public static final Known NOTHING = new Known(false, Experience.NONE, Experience.NONE);
    }

    /**
     * Decides.
     *
     * @param why the store does not answer the request
     */
    public static Collapsing judge(Request request, Forward why, Known known) {
        if (why == Forward.REQUEST
                || request.fields().has("Authorization")
                || request.cacheControl().has("no-store")
                || known.uncacheable()) {
            return NEVER;
        }
        if (why != Forward.URI_MISS) {
            // Something of this URL is stored, so its answers can be.
            return PATIENTLY;
        }
        var nearest = known.path().isNone() ? known.folder() : known.path();
        if (nearest.promisesSharing()) {
            return PATIENTLY;
        }
        return nearest.excludesSharing() ? NEVER : BRIEFLY;
    }
}
