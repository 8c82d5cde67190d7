package io.labnet.webcache.message;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern ABSOLUTE =
            Pattern.compile("http(s?)://([^/?#@]*)([/?][^#]*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "([A-Za-z0-9._~!$&'()*+,;=%-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d*))?");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e\\x80-\\uffff]*");

    /** One whose scheme is {@code http}. */
    public Target(String host, int port, String path) {
        this(host, port, path, false);
    }

    /** Reads the absolute form of a request to a proxy (RFC 9112 section 3.2.2). */
    public static Optional<Target> absolute(String uri) {
        var parts = ABSOLUTE.matcher(uri);
        if (!VISIBLE.matcher(uri).matches() || !parts.matches()) {
            return Optional.empty();
        }
        var secure = !parts.group(1).isEmpty();
        var said = parts.group(3) == null ? "" : parts.group(3);
        var path = said.startsWith("?") ? "/" + said : said;
        return authority(parts.group(2), standardPort(secure))
                .map(to -> new Target(to.host, to.port, path, secure));
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
        var parts = AUTHORITY.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var digits = parts.group(2);
        var port = digits == null || digits.isEmpty() ? portIfNone : port(digits);
        return port < 1 || port > 65_535
                ? Optional.empty()
                : Optional.of(new Target(Fields.lower(parts.group(1)), port, ""));
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
            return absolute(named);
        }
        if (named.startsWith("//")) {
            return absolute(scheme() + ":" + named);
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
        var parts = whole.split("\\?", 2);
        return withoutDots(parts[0]) + (parts.length == 2 ? "?" + parts[1] : "");
    }

    // RFC 3986 section 5.2.4
    private static String withoutDots(String path) {
        var kept = new ArrayDeque<String>();
        var segments = path.split("/", -1);
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
        return "/" + String.join("/", kept);
    }

    private static int port(String digits) {
        return digits.length() > 5 ? -1 : Integer.parseInt(digits);
    }
}
