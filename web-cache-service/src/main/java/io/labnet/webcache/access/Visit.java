package io.labnet.webcache.access;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.CacheStatus;
import java.net.InetAddress;
import java.time.Instant;

/** One request while it is being answered; belongs to one event loop. */
public final class Visit {
    private static final int TEXT_CHARS_MAX = 1024;
    private static final int NANOS_PER_MICRO = 1000;
    private static final Response NO_ANSWER = new Response(0, "", Fields.NONE);
    private static final String UNREADABLE = "error:invalid-request";

    private final InetAddress client;
    private final String method;
    private final String url;
    private final String host;
    private final String version;
    private final Fields fields;
    private final long begunNanos = System.nanoTime();
    private String user = "";
    private Response answer = NO_ANSWER;
    private Handling handling = Handling.OWN;
    private long bytes;
    private long bytesFromStore;

    private Visit(
            InetAddress client,
            String method,
            String url,
            String host,
            String version,
            Fields fields) {
        this.client = client;
        this.method = method;
        this.url = url;
        this.host = host;
        this.version = version;
        this.fields = fields;
    }

    /** A request that was understood; {@code version} is that of HTTP, such as 1.1. */
    public static Visit of(InetAddress client, Request request, String version) {
        var target = request.target();
        var url =
                request.method().equals("CONNECT")
                        ? target.host() + ":" + target.port()
                        : target.uri();
        return new Visit(client, request.method(), url, target.host(), version, request.fields());
    }

    /** What was no request. */
    public static Visit unreadable(InetAddress client, String version) {
        return new Visit(client, "NONE", UNREADABLE, "", version, Fields.NONE);
    }

    /** Who asks has proven to be this user. */
    public void by(String proven) {
        user = proven;
    }

    /** The answer's head is on its way. */
    public void told(Response head) {
        answer = head;
        var all = head.fields().all(CacheStatus.FIELD);
        handling = Handling.of(all.isEmpty() ? "" : all.getLast());
    }

    /**
     * The head of a stored answer is on its way.
     *
     * @param cacheStatus what this cache says of it
     */
    public void told(Response stored, String cacheStatus) {
        answer = stored;
        handling = Handling.of(cacheStatus);
    }

    /** A tunnel is open. */
    public void tunneled() {
        answer = new Response(200, "", Fields.NONE);
        handling = Handling.TUNNEL;
    }

    /** So many bytes of content are on their way. */
    public void sent(long more) {
        bytes += more;
    }

    /** So many of them come out of the store. */
    public void spared(long stored) {
        bytesFromStore += stored;
    }

    long micros() {
        return (System.nanoTime() - begunNanos) / NANOS_PER_MICRO;
    }

    Access over(long number, Instant now, boolean complete) {
        return new Access(
                number,
                now,
                micros(),
                client,
                cut(user),
                cut(method),
                cut(url),
                host,
                version,
                answer.status(),
                bytes,
                bytesFromStore,
                handling,
                complete,
                text(answer.fields(), "Content-Type"),
                text(fields, "Referer"),
                text(fields, "User-Agent"));
    }

    private static String text(Fields from, String name) {
        return cut(from.first(name).orElse(""));
    }

    // A ring of a thousand long ones must not be what memory is spent on.
    private static String cut(String text) {
        return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "...";
    }
}
