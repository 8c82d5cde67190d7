package io.labnet.webcache.wire;

import io.labnet.webcache.message.Fields;

/**
 * A request's head, well formed, of which nobody has asked yet what it wants.
 *
 * @param target as it was sent: one word of visible ASCII without a fragment
 * @param majorVersion of HTTP; of any but 1 the fields mean nothing
 * @param hasContent whether content follows, and an end of it
 */
public record RequestHead(
        String method,
        String target,
        int majorVersion,
        int minorVersion,
        Fields fields,
        boolean hasContent) {
    /** Whether this is how a client of HTTP/2 begins (RFC 9113 section 3.4). */
    public boolean isHttp2() {
        return majorVersion == 2
                && method.equals("PRI")
                && target.equals("*")
                && fields.lines().isEmpty();
    }
}
