package io.labnet.tracker.http;

/**
 * What a request asks for (RFC 9112 section 3.2).
 *
 * @param path as it came, still percent-encoded; no name here needs that
 * @param query what stands behind the question mark, still percent-encoded; empty without one
 */
record RequestTarget(String path, String query) {
    private static final String SCHEME_END = "://";

    static RequestTarget of(String target) {
        var origin = originForm(target);
        var mark = origin.indexOf('?');
        return mark < 0
                ? new RequestTarget(origin, "")
                : new RequestTarget(origin.substring(0, mark), origin.substring(mark + 1));
    }

    // RFC 9112 section 3.2.2: a server must accept a whole URI too.
    private static String originForm(String target) {
        var scheme = target.indexOf(SCHEME_END);
        if (target.startsWith("/") || scheme < 0) {
            return target;
        }
        var path = target.indexOf('/', scheme + SCHEME_END.length());
        return path < 0 ? "/" : target.substring(path);
    }
}
