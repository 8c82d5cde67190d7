package io.labnet.origin.server;

import io.labnet.origin.access.Access;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.message.Version;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Tells the trace, the access log and the counters what one connection hears and says. */
final class ConnectionLog {
    private static final int CHARS_MAX = 300;

    private final Service service;
    private final long connection;
    private final InetSocketAddress client;
    private final InetSocketAddress server;
    private final String clientText;
    private final boolean secure;
    // A client asks one site again and again.
    private @Nullable String lastHost;
    private String lastSite = "";

    ConnectionLog(Service service, long connection, Channel channel) {
        this.service = service;
        this.connection = connection;
        this.client = (InetSocketAddress) channel.remoteAddress();
        this.server = (InetSocketAddress) channel.localAddress();
        this.clientText = client.getAddress().getHostAddress() + ":" + client.getPort();
        this.secure = channel.pipeline().get(SslHandler.class) != null;
    }

    /** The address that the client connected to, which stands for a host that it did not name. */
    String serverAddress() {
        return server.getAddress().getHostAddress();
    }

    void heard(RequestHead head) {
        var method = head.method();
        var target = cut(head.target());
        var version = head.version();
        service.trace().record("HTTP", client, server, () -> method + " " + target + " " + version);
    }

    /** An answer is on its way; no request means that none could be read. */
    void said(@Nullable RequestHead head, Status status, long bodyBytes) {
        service.trace().record("HTTP", server, client, () -> line(head, status));
        service.traffic().answered(status.code());
        var now = service.clock().instant();
        var site = head == null ? "" : site(head);
        service.log()
                .add(number ->
                        new Access(
                                number,
                                now,
                                clientText,
                                site,
                                field(head, "Host"),
                                head == null ? "-" : cut(head.method()),
                                head == null ? "-" : cut(head.target()),
                                head == null ? "" : head.version().toString(),
                                status.code(),
                                bodyBytes,
                                field(head, "Referer"),
                                field(head, "User-Agent"),
                                connection));
    }

    private static String line(@Nullable RequestHead head, Status status) {
        return head != null && head.version().equals(Version.HTTP_2)
                ? "HTTP/2 " + status.code()
                : "HTTP/1.1 " + status.line();
    }

    private String site(RequestHead head) {
        var host = head.fields().first("Host");
        // A target of another form decides by itself (RFC 9112 section 3.2.2).
        if (host == null || !head.target().startsWith("/")) {
            return service.origin().siteName(head, serverAddress(), secure);
        }
        if (!host.equals(lastHost)) {
            lastSite = service.origin().siteName(head, serverAddress(), secure);
            lastHost = host;
        }
        return lastSite;
    }

    private static String field(@Nullable RequestHead head, String name) {
        var value = head == null ? null : head.fields().first(name);
        return value == null ? "" : cut(value);
    }

    // What a client said may be long, and what is remembered here is remembered for a while.
    private static String cut(String text) {
        return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX - 1) + "…";
    }
}
