package io.labnet.webcache.policy;

import java.time.Duration;

/**
 * How this cache handled a request, for its client to read (RFC 9211).
 *
 * <p>It is one member of a list: what caches nearer to the origin said stands before it.
 */
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

    /** It was answered from the store, stale, and the origin is asked meanwhile. */
    public static String revalidating(Duration ttl) {
        return hit(ttl) + "; detail=stale-while-revalidate";
    }

    /** Another client's request for the same was waited for (RFC 9211 section 2.6). */
    public static String collapsed(Forward why) {
        return CACHE + "; fwd=" + why + "; collapsed";
    }

    /** The origin was asked, and its answer is passed on. */
    public static String forwarded(Forward why, boolean stored) {
        return CACHE + "; fwd=" + why + (stored ? "; stored" : "");
    }

    /** The origin was asked, and its answer spared to a client that has it already. */
    public static String spared(Forward why, int originStatus, boolean stored) {
        return validated(why, originStatus) + (stored ? "; stored" : "");
    }

    /** The origin was asked, and the stored response is what the client gets. */
    public static String validated(Forward why, int originStatus) {
        return CACHE + "; fwd=" + why + "; fwd-status=" + originStatus;
    }

    /** The origin did not answer, and a stale response stands in for it. */
    public static String standIn(Forward why, Duration ttl) {
        return CACHE + "; fwd=" + why + "; ttl=" + ttl.toSeconds() + "; detail=stale-if-error";
    }

    /** The origin answered with an error, and a stale response stands in for it. */
    public static String standIn(Forward why, int originStatus, Duration ttl) {
        return validated(why, originStatus)
                + "; ttl="
                + ttl.toSeconds()
                + "; detail=stale-if-error";
    }

    /** The same, and under which key it is or would be stored (RFC 9211 section 2.7). */
    public static String withKey(String status, String key) {
        return status + "; key=" + quoted(key);
    }

    /** The same, and more of it in words (RFC 9211 section 2.8). */
    public static String withDetail(String status, Reason why) {
        return status + "; detail=" + quoted(why.toString());
    }

    // A String of a structured field is printable ASCII (RFC 9651 section 3.3.3).
    private static String quoted(String text) {
        var said = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                said.append('\\');
            }
            said.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return said.append('"').toString();
    }
}
