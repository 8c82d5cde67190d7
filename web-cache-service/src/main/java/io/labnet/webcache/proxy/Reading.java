package io.labnet.webcache.proxy;

import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.wire.Malformed;
import io.labnet.webcache.wire.RequestHead;

/** What a client's request head turns out to be. */
sealed interface Reading {
    /** A request for an origin; {@code minorVersion} is that of HTTP/1.x. */
    record Understood(Request request, int minorVersion) implements Reading {}

    /** A wish for a tunnel to the request's target. */
    record Tunnel(Request request, int minorVersion) implements Reading {}

    /** Nothing that can be answered in any other way; the connection ends with it. */
    record Refused(Refusal refusal) implements Reading {}

    String MISDIRECTED =
            "this is a proxy: ask it for a whole URI, such as http://www.someschool.edu/";

    /** What comes to a port that wants TLS without it. */
    Reading ASTRAY = refused(400, "this port is for TLS: come again with https");

    static Reading of(Malformed fault) {
        return refused(fault.status(), fault.words());
    }

    /**
     * What a connection of HTTP/1.x brings.
     *
     * @param secure whether it is one over TLS
     */
    static Reading of(RequestHead head, Sites sites, boolean secure) {
        if (head.majorVersion() != 1) {
            return refused(505, "this proxy speaks HTTP/1.1 and HTTP/2");
        }
        // RFC 9112 section 3.2. What it says counts for nothing next to an absolute form (3.2.2):
        // the target speaks, and Forwarding makes a Host of it.
        var hosts = head.fields().all("Host");
        if (hosts.size() > 1 || (hosts.isEmpty() && head.minorVersion() > 0)) {
            return refused(400, "there must be one Host field, but there are " + hosts.size());
        }
        if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
            return refused(400, "the Host field is no host and port");
        }
        return head.method().equals("CONNECT") ? tunnel(head) : understood(head, sites, secure);
    }

    /** What a stream of HTTP/2 begins with; its head has been made an HTTP/1.1 one. */
    static Reading ofStream(RequestHead head, Sites sites) {
        return head.method().equals("CONNECT") ? tunnel(head) : understood(head, sites, false);
    }

    // Empty is allowed where a target has no authority (RFC 9110 section 7.2).
    private static boolean isHost(String value) {
        return value.isEmpty() || Target.authority(value, Target.HTTP_PORT).isPresent();
    }

    private static Reading tunnel(RequestHead head) {
        return Target.authority(head.target(), 0)
                .<Reading>map(to -> new Tunnel(request(head, to), minor(head)))
                .orElseGet(() -> refused(400, "CONNECT wants a host and a port"));
    }

    private static Reading understood(RequestHead head, Sites sites, boolean secure) {
        return Target.absolute(head.target())
                .<Reading>map(to -> new Understood(request(head, to), minor(head)))
                .orElseGet(() -> atTheFrontDoor(head, sites, secure));
    }

    // RFC 9112 sections 3.2.1 and 3.2.4: sites are asked as origins are.
    private static Reading atTheFrontDoor(RequestHead head, Sites sites, boolean secure) {
        var path = head.target();
        var whole = path.equals("*") && head.method().equals("OPTIONS");
        if (sites.all().isEmpty() || !(whole || path.startsWith("/"))) {
            return refused(400, MISDIRECTED);
        }
        // RFC 9110 section 7.1: the scheme is that of the connection.
        var scheme = secure ? "https://" : "http://";
        var host = head.fields().first("Host").flatMap(text -> Target.absolute(scheme + text));
        if (host.isEmpty()) {
            return refused(400, "the Host field must name a host");
        }
        if (sites.of(host.get().host()).isEmpty()) {
            // RFC 9110 section 15.5.20
            return refused(421, "there is no site " + host.get().host() + " here");
        }
        return Target.absolute(scheme + host.get().authority() + (whole ? "" : path))
                .<Reading>map(to -> new Understood(request(head, to), minor(head)))
                .orElseGet(() -> refused(400, "this is no path: " + path));
    }

    // A later HTTP/1.x says what 1.1 understands (RFC 9110 section 2.5).
    private static int minor(RequestHead head) {
        return Math.min(1, head.minorVersion());
    }

    private static Request request(RequestHead head, Target target) {
        return new Request(head.method(), target, head.fields());
    }

    private static Reading refused(int status, String words) {
        return new Refused(new Refusal(status, words));
    }
}
