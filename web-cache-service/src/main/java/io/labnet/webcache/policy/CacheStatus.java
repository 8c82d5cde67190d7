package io.labnet.webcache.policy;

import java.time.Duration;

/** How this cache handled a request, for its client to read (RFC 9211). */
public final class CacheStatus {
    public static final String FIELD = "Cache-Status";

    private static final String CACHE = "LabnetCache";

    private CacheStatus() {}

    /** The answer is the proxy's own (RFC 9211 section 2.8 leaves the words to us). */
    public static String own() {
        return CACHE + "; detail=made-here";
    }

    /** It was answered from the store. */
    public static String hit(Duration ttl) {
        return CACHE + "; hit; ttl=" + ttl.toSeconds();
    }

    /** Another client's request for the same was waited for (RFC 9211 section 2.6). */
    public static String collapsed(Forward why) {
        return CACHE + "; fwd=" + why + "; collapsed";
    }

    /** The origin was asked, and its answer is passed on. */
    public static String forwarded(Forward why, boolean stored) {
        return CACHE + "; fwd=" + why + (stored ? "; stored" : "");
    }

    /** The origin was asked, and the stored response is what the client gets. */
    public static String validated(Forward why, int originStatus) {
        return CACHE + "; fwd=" + why + "; fwd-status=" + originStatus;
    }

    /** The origin failed, and a stale response stands in for it. */
    public static String standIn(Forward why, Duration ttl) {
        return CACHE + "; fwd=" + why + "; ttl=" + ttl.toSeconds() + "; detail=stale-if-error";
    }
}
