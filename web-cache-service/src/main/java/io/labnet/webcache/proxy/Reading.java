package io.labnet.webcache.proxy;

import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Framing;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.wire.Heads;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What a client's request head turns out to be. */
sealed interface Reading {
    /** A request for an origin. */
    record Understood(Request request) implements Reading {}

    /** A wish for a tunnel. */
    record Tunnel(Target target) implements Reading {}

    /** Nothing that can be answered in any other way; the connection ends with it. */
    record Refused(Refusal refusal) implements Reading {}

    static Reading of(HttpRequest head, Sites sites) {
        var version = head.protocolVersion();
        if (head.decoderResult().isFailure()) {
            return refused(head.decoderResult().cause());
        }
        if (version.majorVersion() != 1) {
            return refused(505, "this proxy speaks HTTP/1.1");
        }
        var fields = Heads.fields(head.headers());
        var fault = Framing.fault(fields, version.minorVersion());
        if (fault.isPresent()) {
            return refused(400, fault.get());
        }
        // RFC 9112 section 3.2
        var hosts = fields.all("Host").size();
        if (hosts > 1 || (hosts == 0 && version.minorVersion() > 0)) {
            return refused(400, "there must be one Host field, but there are " + hosts);
        }
        var method = head.method().name();
        if (method.equals("CONNECT")) {
            return Target.authority(head.uri(), 0)
                    .<Reading>map(Tunnel::new)
                    .orElseGet(() -> refused(400, "CONNECT wants a host and a port"));
        }
        return Target.absolute(head.uri())
                .<Reading>map(target -> new Understood(new Request(method, target, fields)))
                .orElseGet(() -> atTheFrontDoor(method, head.uri(), fields, sites));
    }

    // RFC 9112 sections 3.2.1 and 3.2.4: sites are asked as origins are.
    private static Reading atTheFrontDoor(String method, String uri, Fields fields, Sites sites) {
        var whole = uri.equals("*") && method.equals("OPTIONS");
        if (sites.all().isEmpty() || !(whole || uri.startsWith("/"))) {
            return refused(400, misdirected(uri));
        }
        var host = fields.first("Host").flatMap(text -> Target.authority(text, Target.HTTP_PORT));
        if (host.isEmpty()) {
            return refused(400, "the Host field must name a host");
        }
        if (sites.of(host.get().host()).isEmpty()) {
            // RFC 9110 section 15.5.20
            return refused(421, "there is no site " + host.get().host() + " here");
        }
        return Target.absolute("http://" + host.get().authority() + (whole ? "" : uri))
                .<Reading>map(target -> new Understood(new Request(method, target, fields)))
                .orElseGet(() -> refused(400, "this is no path: " + uri));
    }

    private static Reading refused(@Nullable Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> refused(414, "the request line is too long");
            case TooLongHttpHeaderException _ -> refused(431, "the header section is too long");
            case null, default -> refused(400, "this is not HTTP: " + message(cause));
        };
    }

    private static String message(@Nullable Throwable cause) {
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    private static Reading refused(int status, String words) {
        return new Refused(new Refusal(status, words));
    }

    private static String misdirected(String uri) {
        if (uri.regionMatches(true, 0, "https:", 0, 6)) {
            return "https goes through CONNECT";
        }
        return "this is a proxy: ask it for a whole URI, such as http://www.someschool.edu/";
    }
}
