package io.labnet.webcache.message;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request is for: an {@code http} or {@code https} URI, taken apart and in its normal form
 * (RFC 9110 section 4.2.3).
 *
 * @param host a name in small letters, an IPv4 address, or an IPv6 address in brackets
 * @param port 1 to 65535
 * @param path path and query, beginning with a slash; empty only for OPTIONS of the whole server
 * @param secure whether the scheme is {@code https} (RFC 9110 section 4.2.2)
 */
public record Target(String host, int port, String path, boolean secure) {
    public static final int HTTP_PORT = 80;
    public static final int HTTPS_PORT = 443;

    private static final int HOST_CHARS_MAX = 255;
    private static final int IPV6_CHARS_MAX = 45;
    private static final int PORT_DIGITS_MAX = 5;
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final String HOST_MARKS = "._~!$&'()*+,;=%-";
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

    /** One whose scheme is {@code http}. */
    public Target(String host, int port, String path) {
        this(host, port, path, false);
    }

    /** Reads the absolute form of a request to a proxy (RFC 9112 section 3.2.2). */
    // By hand, as all requests come through here: a regular expression takes several times as long.
    public static Optional<Target> absolute(String uri) {
        var secure = uri.regionMatches(true, 0, HTTPS, 0, HTTPS.length());
        var start = secure ? HTTPS.length() : HTTP.length();
        if (!(secure || uri.regionMatches(true, 0, HTTP, 0, start)) || !isVisible(uri)) {
            return Optional.empty();
        }
        var end = start;
        while (end < uri.length() && "/?#@".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        if (uri.indexOf('#') >= 0 || (end < uri.length() && uri.charAt(end) == '@')) {
            return Optional.empty();
        }
        var query = end < uri.length() && uri.charAt(end) == '?';
        var path = query ? "/" + uri.substring(end) : uri.substring(end);
        return Optional.ofNullable(authority(uri, start, end, standardPort(secure), path))
                .map(to -> secure ? new Target(to.host, to.port, to.path, true) : to);
    }

    /** Reads where an origin listens: {@code host:port}, or a URI without a path. */
    public static Optional<Target> place(String text) {
        return text.contains("://")
                ? absolute(text).filter(place -> place.path.isEmpty())
                : authority(text, HTTP_PORT);
    }

    private static int standardPort(boolean secure) {
        return secure ? HTTPS_PORT : HTTP_PORT;
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return secure ? "https" : "http";
    }

    /**
     * Reads {@code host:port}, as CONNECT has it (RFC 9112 section 3.2.3).
     *
     * @param portIfNone the port when the text names none; 0 when it must name one
     */
    public static Optional<Target> authority(String text, int portIfNone) {
        return Optional.ofNullable(authority(text, 0, text.length(), portIfNone, ""));
    }

    private static @Nullable Target authority(
            String text, int start, int end, int portIfNone, String path) {
        var hostEnd = hostEnd(text, start, end);
        var isWhole = hostEnd == end;
        if (hostEnd == start || (!isWhole && text.charAt(hostEnd) != ':')) {
            return null;
        }
        var port = isWhole || hostEnd + 1 == end ? portIfNone : port(text, hostEnd + 1, end);
        return port < 1 || port > 65_535
                ? null
                : new Target(Fields.lower(text.substring(start, hostEnd)), port, path);
    }

    // Where the host ends that begins here; the start when there is none.
    private static int hostEnd(String text, int start, int end) {
        var at = start;
        if (at < end && text.charAt(at) == '[') {
            at++;
            while (at < end && isOfIpv6(text.charAt(at))) {
                at++;
            }
            var length = at - start - 1;
            var isClosed = at < end && text.charAt(at) == ']';
            return isClosed && length >= 2 && length <= IPV6_CHARS_MAX ? at + 1 : start;
        }
        while (at < end && isOfName(text.charAt(at))) {
            at++;
        }
        return at - start <= HOST_CHARS_MAX ? at : start;
    }

    private static boolean isOfIpv6(char c) {
        return (c >= '0' && c <= ':')
                || (c >= 'a' && c <= 'f')
                || (c >= 'A' && c <= 'F')
                || c == '.';
    }

    private static boolean isOfName(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || HOST_MARKS.indexOf(c) >= 0;
    }

    private static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    // -1 when it is no number, or longer than any port.
    private static int port(String text, int start, int end) {
        var port = end - start > PORT_DIGITS_MAX ? -1 : 0;
        for (int i = start; i < end && port >= 0; i++) {
            var c = text.charAt(i);
            port = c >= '0' && c <= '9' ? port * 10 + (c - '0') : -1;
        }
        return port;
    }

    /** What a Host field says (RFC 9110 section 7.2). */
    public String authority() {
        return port == standardPort(secure) ? host : host + ":" + port;
    }

    /** The primary cache key (RFC 9111 section 2): the URI in its normal form. */
    public String uri() {
        return scheme() + "://" + authority() + (path.isEmpty() ? "/" : path);
    }

    /** The target that a Location or Content-Location of an answer from here names. */
    public Optional<Target> resolve(String reference) {
        var hash = reference.indexOf('#');
        var named = hash < 0 ? reference : reference.substring(0, hash);
        if (SCHEME.matcher(named).lookingAt()) {
            return absolute(named).map(Target::withoutDots);
        }
        if (named.startsWith("//")) {
            return absolute(scheme() + ":" + named).map(Target::withoutDots);
        }
        return absolute(scheme() + "://" + authority() + merged(named));
    }

    // RFC 3986 section 5.2.2, for references without an authority.
    private String merged(String reference) {
        var own = path.split("\\?", 2)[0];
        if (reference.isEmpty()) {
            return path;
        }
        if (reference.startsWith("?")) {
            return own + reference;
        }
        var folder = own.isEmpty() ? "/" : own.substring(0, own.lastIndexOf('/') + 1);
        var whole = reference.startsWith("/") ? reference : folder + reference;
        return withoutDots(whole);
    }

    // RFC 3986 section 5.2.2: those with an authority, too, lose their dots.
    private Target withoutDots() {
        return path.isEmpty() ? this : new Target(host, port, withoutDots(path), secure);
    }

    // RFC 3986 section 5.2.4
    private static String withoutDots(String pathAndQuery) {
        var parts = pathAndQuery.split("\\?", 2);
        var kept = new ArrayDeque<String>();
        var segments = parts[0].split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            var last = i == segments.length - 1;
            var dots = segments[i].equals(".") || segments[i].equals("..");
            if (segments[i].equals("..")) {
                kept.pollLast();
            }
            if (!dots) {
                kept.add(segments[i]);
            } else if (last) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept) + (parts.length == 2 ? "?" + parts[1] : "");
    }
}
