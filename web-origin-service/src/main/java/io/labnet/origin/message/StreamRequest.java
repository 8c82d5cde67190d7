package io.labnet.origin.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as an HTTP/2 stream carries it (RFC 9113 section 8.3).
 *
 * @param head as if it had come over HTTP/1: the authority is its Host
 * @param declaredBytes of the body, as Content-Length says; {@value #UNDECLARED} when it is not
 *     said
 */
public record StreamRequest(RequestHead head, long declaredBytes) {
    public static final int UNDECLARED = -1;

    private static final String METHOD = ":method";
    private static final String SCHEME = ":scheme";
    private static final String AUTHORITY = ":authority";
    private static final String PATH = ":path";
    private static final Set<String> PSEUDO = Set.of(METHOD, SCHEME, AUTHORITY, PATH);

    /** Those of a connection, which a stream has not (RFC 9113 section 8.2.2). */
    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");

    /** What no stream may carry: it is an error of the stream, whatever the request would get. */
    public static final class Malformed extends Exception {
        Malformed(String why) {
            // No stack trace: it is the client's doing and must stay cheap under a flood.
            super(why, null, false, false);
        }
    }

    /**
     * Reads a header section.
     *
     * @param fields in their order, pseudo-header fields among them
     * @param secure whether they came over TLS
     * @throws Malformed when RFC 9113 section 8 forbids it
     */
    public static StreamRequest of(List<Field> fields, boolean secure) throws Malformed {
        var pseudo = new HashMap<String, String>();
        var regular = new ArrayList<Field>(fields.size());
        for (var field : fields) {
            if (!field.name().startsWith(":")) {
                regular.add(checked(field));
            } else if (!regular.isEmpty()) {
                throw new Malformed("a pseudo-header field comes after others");
            } else if (!PSEUDO.contains(field.name())) {
                throw new Malformed("a request has no " + field.name());
            } else if (pseudo.put(field.name(), field.value()) != null) {
                throw new Malformed("there are two " + field.name());
            }
        }
        var declared = declaredBytes(regular);
        return new StreamRequest(head(pseudo, regular, secure), declared);
    }

    /**
     * Checks the head's size.
     *
     * @throws Refusal (431) when there are more fields than the limits allow, (414) when the target
     *     is longer
     */
    public void checkSize(MessageLimits limits) throws Refusal {
        // One of them is the host.
        if (head.fields().all().size() > limits.headFieldsMax() + 1) {
            throw new Refusal(
                    Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "There are more than " + limits.headFieldsMax() + " header fields.");
        }
        if (head.target().length() > limits.lineBytesMax()) {
            throw new Refusal(
                    Status.URI_TOO_LONG,
                    "The target is longer than " + limits.lineBytesMax() + " bytes.");
        }
    }

    /**
     * Checks a trailer section.
     *
     * @throws Malformed when it holds what no trailer may (RFC 9113 section 8.1)
     */
    public static void checkTrailer(List<Field> fields) throws Malformed {
        for (var field : fields) {
            checked(field);
        }
    }

    /**
     * Checks what has come of the content (RFC 9113 section 8.1.1).
     *
     * @param ended whether that was all of it
     * @throws Malformed when it is not as long as it was said to be
     */
    public void checkContent(long bytes, boolean ended) throws Malformed {
        if (declaredBytes != UNDECLARED
                && (bytes > declaredBytes || (ended && bytes < declaredBytes))) {
            throw new Malformed("the content is not as long as content-length says");
        }
    }

    private static RequestHead head(Map<String, String> pseudo, List<Field> regular, boolean secure)
            throws Malformed {
        var method = pseudo.get(METHOD);
        if (method == null || !Token.is(method)) {
            throw new Malformed("the method is no token");
        }
        var authority = authority(pseudo.get(AUTHORITY), regular);
        var target =
                method.equals("CONNECT")
                        ? tunnel(pseudo)
                        : target(method, pseudo, authority, secure);
        var fields = new ArrayList<Field>(regular.size() + 1);
        fields.add(new Field("host", authority));
        regular.stream().filter(field -> !field.name().equals("host")).forEach(fields::add);
        return new RequestHead(method, target, Version.HTTP_2, new Fields(joinedCookies(fields)));
    }

    // RFC 9113 section 8.3.1: of both that must be said at least once, and never in two ways.
    private static String authority(@Nullable String pseudo, List<Field> regular) throws Malformed {
        var said = pseudo;
        for (var field : regular) {
            if (field.name().equals("host")) {
                if (said != null && !said.equalsIgnoreCase(field.value())) {
                    throw new Malformed("host is not the authority");
                }
                said = field.value();
            }
        }
        if (said == null || said.isEmpty() || said.indexOf('@') >= 0) {
            throw new Malformed("there is no authority, or user information in it");
        }
        return said;
    }

    // RFC 9113 section 8.5.
    private static String tunnel(Map<String, String> pseudo) throws Malformed {
        var to = pseudo.get(AUTHORITY);
        if (to == null || pseudo.containsKey(SCHEME) || pseudo.containsKey(PATH)) {
            throw new Malformed("CONNECT has an authority and neither scheme nor path");
        }
        return to;
    }

    private static String target(
            String method, Map<String, String> pseudo, String authority, boolean secure)
            throws Malformed {
        var scheme = pseudo.get(SCHEME);
        var path = pseudo.get(PATH);
        if (scheme == null || path == null || !isPath(path, method)) {
            throw new Malformed("a request has a scheme and a path");
        }
        // A resource that this connection is not for is told so by its whole URI.
        return scheme.toLowerCase(Locale.ROOT).equals(secure ? "https" : "http")
                ? path
                : scheme + "://" + authority + path;
    }

    private static boolean isPath(String path, String method) {
        return path.startsWith("/")
                ? path.chars().allMatch(c -> c > ' ' && c < 0x7f)
                : path.equals("*") && method.equals("OPTIONS");
    }

    private static Field checked(Field field) throws Malformed {
        var name = field.name();
        if (!Token.is(name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new Malformed("a field's name is no token in lower case");
        }
        if (OF_CONNECTIONS.contains(name)
                || (name.equals("te") && !field.value().equalsIgnoreCase("trailers"))) {
            throw new Malformed(name + " is for connections");
        }
        var value = field.value();
        if (!value.equals(Field.trimmed(value)) || hasControl(value)) {
            throw new Malformed("a field's value has blanks around it, or a control character");
        }
        return field;
    }

    private static boolean hasControl(String value) {
        return value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    }

    private static long declaredBytes(List<Field> regular) throws Malformed {
        long declared = UNDECLARED;
        for (var field : regular) {
            if (field.name().equals("content-length")) {
                if (declared != UNDECLARED || !field.value().matches("[0-9]{1,15}")) {
                    throw new Malformed("content-length is not one number");
                }
                declared = Long.parseLong(field.value());
            }
        }
        return declared;
    }

    // RFC 9113 section 8.2.3: cookies may come in crumbs, and are one field again for the reader.
    private static List<Field> joinedCookies(List<Field> fields) {
        var crumbs =
                fields.stream().filter(f -> f.name().equals("cookie")).map(Field::value).toList();
        if (crumbs.size() < 2) {
            return fields;
        }
        var joined = new ArrayList<>(fields);
        joined.removeIf(field -> field.name().equals("cookie"));
        joined.add(new Field("cookie", String.join("; ", crumbs)));
        return joined;
    }
}
