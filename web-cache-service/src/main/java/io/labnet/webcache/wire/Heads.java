package io.labnet.webcache.wire;

import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Heads of messages, from Netty's form to ours and back. */
public final class Heads {
    private static final int HEAD_CHARS_USUAL = 512;

    private Heads() {}

    public static Fields fields(HttpHeaders headers) {
        var lines = new ArrayList<Field>(headers.size());
        headers.iteratorCharSequence()
                .forEachRemaining(line ->
                        lines.add(new Field(line.getKey().toString(), line.getValue().toString())));
        return new Fields(lines);
    }

    public static Response response(HttpResponse head) {
        return new Response(
                head.status().code(), head.status().reasonPhrase(), fields(head.headers()));
    }

    /** A request in origin form (RFC 9112 section 3.2.1), or in asterisk form (3.2.4). */
    public static HttpRequest toOrigin(Request request) {
        var path = request.target().path();
        var whole = request.method().equals("OPTIONS") ? "*" : "/";
        return new DefaultHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                path.isEmpty() ? whole : path,
                headers(request.fields()));
    }

    /** A request in absolute form, as proxies want it (RFC 9112 section 3.2.2). */
    public static HttpRequest toProxy(Request request) {
        return new DefaultHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                request.target().scheme()
                        + "://"
                        + request.target().authority()
                        + request.target().path(),
                headers(request.fields()));
    }

    /** The head of a response as HTTP/1.1 writes it (RFC 9112 section 4), with its empty line. */
    public static byte[] toClient(Response response) {
        var text = new StringBuilder(HEAD_CHARS_USUAL);
        text.append("HTTP/1.1 ").append(response.status()).append(' ').append(response.reason());
        text.append("\r\n").append(text(response.fields())).append("\r\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Fields as HTTP/1.1 writes them, each with the end of its line. */
    public static String text(Fields fields) {
        var text = new StringBuilder(HEAD_CHARS_USUAL);
        for (var line : fields.lines()) {
            text.append(line.name()).append(": ").append(line.value()).append("\r\n");
        }
        return text.toString();
    }

    /** The end of a message, and what follows its content (RFC 9112 section 7.1.2). */
    public static LastHttpContent last(Fields trailers) {
        if (trailers.lines().isEmpty()) {
            return LastHttpContent.EMPTY_LAST_CONTENT;
        }
        var factory = DefaultHttpHeadersFactory.trailersFactory().withValidation(false);
        var last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, factory);
        trailers.lines().forEach(line -> last.trailingHeaders().add(line.name(), line.value()));
        return last;
    }

    // Every field was validated when it was read, or is of our own making.
    static HttpHeaders headers(Fields fields) {
        var headers = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        fields.lines().forEach(line -> headers.add(line.name(), line.value()));
        return headers;
    }
}
