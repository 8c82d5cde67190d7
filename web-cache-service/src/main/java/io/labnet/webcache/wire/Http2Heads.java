package io.labnet.webcache.wire;

import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Response;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Heads of HTTP/2 messages, as our values and back (RFC 9113 section 8). */
public final class Http2Heads {
    // RFC 9113 section 8.2.2
    private static final List<String> OF_THE_CONNECTION =
            List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private Http2Heads() {}

    /**
     * A request as HTTP/1.1 would have said it to a proxy, so that all that follows is the same.
     *
     * @param ends whether no content follows
     * @throws Malformed when it is no request, or one that could be read in two ways
     */
    public static RequestHead request(Http2Headers headers, boolean ends) throws Malformed {
        var method = text(headers.method());
        if (!HeadText.isToken(method, 0, method.length())) {
            throw Malformed.of("the method is no token");
        }
        var fields = fields(headers);
        var target = target(headers, fields, method);
        var ending = Ending.of(fields, 1, new Ending.Chunked());
        if (ends && !(ending instanceof Ending.Chunked || ending.equals(Ending.AT_ONCE))) {
            throw Malformed.of("there is less content than Content-Length says");
        }
        if (!ends && ending instanceof Ending.Chunked) {
            fields = fields.plus("Transfer-Encoding", "chunked");
        }
        return new RequestHead(method, target, 2, 0, fields, !ends);
    }

    private static String target(Http2Headers headers, Fields fields, String method)
            throws Malformed {
        var hosts = fields.all("host");
        var authority = headers.authority() == null ? "" : text(headers.authority());
        if (hosts.size() > 1
                || (hosts.size() == 1
                        && !authority.isEmpty()
                        && !hosts.getFirst().equalsIgnoreCase(authority))) {
            // RFC 9113 section 8.3.1
            throw Malformed.of("Host and :authority contradict each other");
        }
        var host = authority.isEmpty() && !hosts.isEmpty() ? hosts.getFirst() : authority;
        if (method.equals("CONNECT")) {
            return host;
        }
        var path = text(headers.path());
        var target = text(headers.scheme()) + "://" + host + (path.equals("*") ? "" : path);
        if (!HeadText.isVisible(target) || target.indexOf('#') >= 0) {
            throw Malformed.of("the target has what must be percent-encoded");
        }
        return target;
    }

    private static Fields fields(Http2Headers headers) throws Malformed {
        var lines = new ArrayList<Field>();
        var cookies = new ArrayList<String>();
        for (var header : headers) {
            var name = header.getKey().toString();
            var value = header.getValue().toString();
            if (name.equals("cookie")) {
                cookies.add(value);
            } else if (!name.startsWith(":")) {
                lines.add(field(name, value));
            }
        }
        if (!cookies.isEmpty()) {
            // Only here they may come in crumbs (RFC 9113 section 8.2.3).
            lines.add(field("cookie", String.join("; ", cookies)));
        }
        if (lines.size() > HeadText.FIELDS_MAX) {
            throw new Malformed(431, "there are more than " + HeadText.FIELDS_MAX + " field lines");
        }
        return new Fields(lines);
    }

    private static Field field(String name, String value) throws Malformed {
        if (OF_THE_CONNECTION.contains(name) || (name.equals("te") && !value.equals("trailers"))) {
            throw Malformed.of("a field of the connection has no place in HTTP/2: " + name);
        }
        var line = HeadText.fields(name + ":" + value + "\r\n", false);
        if (line.lines().size() != 1) {
            throw Malformed.of("a field value has a control character");
        }
        return line.lines().getFirst();
    }

    private static String text(@Nullable CharSequence value) throws Malformed {
        if (value == null) {
            throw Malformed.of("a pseudo-header field is missing");
        }
        return value.toString();
    }

    /** What follows the content (RFC 9113 section 8.1). */
    public static Http2Headers trailers(Fields trailers) {
        var headers = new DefaultHttp2Headers(false, trailers.lines().size());
        trailers.lines()
                .forEach(line -> headers.add(line.name().toLowerCase(Locale.ROOT), line.value()));
        return headers;
    }

    public static Http2Headers response(Response response) {
        var lines = response.fields().lines();
        var headers = new DefaultHttp2Headers(false, lines.size() + 1);
        headers.status(String.valueOf(response.status()));
        // RFC 9113 section 8.2.1: names in small letters.
        lines.forEach(line -> headers.add(line.name().toLowerCase(Locale.ROOT), line.value()));
        return headers;
    }
}
