package io.labnet.origin.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request line asks for (RFC 9112 section 3.2). */
public sealed interface Target {
    /**
     * A path on a host.
     *
     * @param host lower case, without port; null where only HTTP/1.0 leaves it out
     * @param path begins with a slash, percent-encoded as sent
     * @param query without its question mark; null when there is none
     */
    record Path(@Nullable String host, String path, @Nullable String query) implements Target {}

    /** The server as a whole: {@code OPTIONS *}. */
    record Server(@Nullable String host) implements Target {}

    /** A resource of another scheme than the connection's, and so none that it can answer for. */
    record Foreign(String scheme) implements Target {}

    /** {@code CONNECT host:port}: a proxy's business. */
    record Tunnel() implements Target {}

    /**
     * Puts the request line and Host together.
     *
     * @param secure whether the request came over TLS, and so is for {@code https} resources
     * @throws Refusal (400) when the target has no allowed form, or Host is missing, doubled or bad
     */
    static Target of(RequestHead head, boolean secure) throws Refusal {
        var host = host(head);
        var target = head.target();
        if (head.method().equals("CONNECT")) {
            return new Tunnel();
        }
        if (target.startsWith("/")) {
            return path(host, target);
        }
        if (target.equals("*") && head.method().equals("OPTIONS")) {
            return new Server(host);
        }
        return absolute(target, secure ? "https" : "http");
    }

    // RFC 9112 section 3.2: in HTTP/1.1 exactly one Host, and a server must refuse otherwise.
    private static @Nullable String host(RequestHead head) throws Refusal {
        var hosts = head.fields().values("Host");
        if (hosts.size() > 1) {
            throw Refusal.bad("There is more than one Host field.");
        }
        if (hosts.isEmpty()) {
            if (head.version().isAtLeast11()) {
                throw Refusal.bad("HTTP/1.1 needs a Host field.");
            }
            return null;
        }
        return Authority.host(hosts.getFirst());
    }

    // RFC 9112 section 3.2.2: a server must take the absolute form, and then ignore Host.
    private static Target absolute(String target, String ours) throws Refusal {
        var colon = target.indexOf("://");
        if (colon < 1 || !target.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            throw Refusal.bad("The target is neither a path nor a whole URI.");
        }
        var scheme = target.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals(ours)) {
            return new Foreign(scheme);
        }
        var start = colon + 3;
        var end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        var host = Authority.host(target.substring(start, end));
        var rest = target.substring(end);
        return path(host, rest.startsWith("/") ? rest : "/" + rest);
    }

    private static Target path(@Nullable String host, String target) throws Refusal {
        if (target.indexOf('#') >= 0) {
            throw Refusal.bad("A target has no fragment; that part stays with the client.");
        }
        var mark = target.indexOf('?');
        return mark < 0
                ? new Path(host, target, null)
                : new Path(host, target.substring(0, mark), target.substring(mark + 1));
    }
}
