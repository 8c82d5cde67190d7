package io.labnet.dns.server;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_URI_TOO_LONG;
import static io.netty.handler.codec.http.HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/** What a request for DNS over HTTPS comes to (RFC 8484 section 4.1). */
sealed interface HttpQuery {
    String MEDIA_TYPE = "application/dns-message";
    String PATH = "/dns-query";
    String METHODS = "GET, HEAD, POST";

    /** A DNS message, perhaps; that is for its reader to say. */
    record Asked(ByteBuffer wire) implements HttpQuery {}

    /**
     * Nothing to answer.
     *
     * @param why for people
     */
    record Refused(HttpResponseStatus status, String why) implements HttpQuery {}

    /** Looks at a whole request, or at what stands for one that could not be read. */
    static HttpQuery of(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return unread(request.decoderResult().cause());
        }
        // RFC 9112 section 3.2.
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            return new Refused(BAD_REQUEST, "one Host is needed");
        }
        try {
            var target = URI.create(request.uri());
            if (!PATH.equals(target.getRawPath())) {
                return new Refused(NOT_FOUND, "queries are answered at " + PATH);
            }
            return of(request, target);
        } catch (IllegalArgumentException malformed) {
            return new Refused(BAD_REQUEST, "the request's target is malformed");
        }
    }

    private static HttpQuery of(FullHttpRequest request, URI target) {
        if (request.method().equals(HttpMethod.POST)) {
            return posted(request);
        }
        if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            return got(new QueryStringDecoder(target).parameters().getOrDefault("dns", List.of()));
        }
        return new Refused(METHOD_NOT_ALLOWED, "only " + METHODS);
    }

    private static HttpQuery posted(FullHttpRequest request) {
        var type = HttpUtil.getMimeType(request);
        return type != null && MEDIA_TYPE.equalsIgnoreCase(type.toString().strip())
                ? new Asked(ByteBuffer.wrap(ByteBufUtil.getBytes(request.content())))
                : new Refused(UNSUPPORTED_MEDIA_TYPE, "only " + MEDIA_TYPE);
    }

    private static HttpQuery got(List<String> queries) {
        if (queries.size() != 1) {
            return new Refused(BAD_REQUEST, "one variable \"dns\" is needed");
        }
        // Padding must not be there (RFC 8484 section 6), and Java's decoder would take it.
        if (queries.getFirst().contains("=")) {
            return new Refused(BAD_REQUEST, "base64url without padding is needed");
        }
        try {
            var wire = Base64.getUrlDecoder().decode(queries.getFirst());
            return new Asked(ByteBuffer.wrap(wire));
        } catch (IllegalArgumentException malformed) {
            return new Refused(BAD_REQUEST, "\"dns\" is not base64url");
        }
    }

    private static Refused unread(Throwable cause) {
        return switch (cause) {
            case TooLongHttpContentException _ ->
                    new Refused(REQUEST_ENTITY_TOO_LARGE, "a DNS message has 65,535 bytes at most");
            case TooLongHttpLineException _ ->
                    new Refused(REQUEST_URI_TOO_LONG, "POST takes longer queries");
            case TooLongFrameException _ ->
                    new Refused(REQUEST_HEADER_FIELDS_TOO_LARGE, "too many header fields");
            default -> new Refused(BAD_REQUEST, "the request is malformed");
        };
    }
}
