package io.labnet.dns.server;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE;

import io.labnet.dns.message.Freshness;
import io.labnet.dns.server.Responder.Response;
import io.labnet.dns.server.Traffic.Dropped;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one request at a time from a connection of HTTP/1.1, or a stream of HTTP/2, to its answer
 * and the answer back (RFC 8484). The next one is read when the answer is sent.
 */
final class HttpsQueries extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpsQueries.class);

    /**
     * What all connections to a port have in common.
     *
     * @param pending a permit for each answer that must be waited for
     */
    record Surroundings(
            Responder responder,
            Traffic traffic,
            Spotlight spotlight,
            Semaphore pending,
            Clock clock) {}

    private final HttpsConnection connection;
    private final Surroundings around;
    private boolean isAnswering;

    HttpsQueries(HttpsConnection connection, Surroundings around) {
        this.connection = connection;
        this.around = around;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.read();
    }

    // Bytes came, but no whole request: that read is used up (so FlowControlHandler counts).
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!isAnswering) {
            context.read();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        isAnswering = true;
        connection.asked();
        var way = new WayBack(context, request);
        switch (HttpQuery.of(request)) {
            case HttpQuery.Refused(var status, var why) -> way.refuse(status, why);
            case HttpQuery.Asked(var wire) -> answer(bytes(wire), way);
        }
    }

    private void answer(byte[] wire, WayBack way) {
        var isShown = around.spotlight().falls(around.clock());
        var client = new Client(connection.client(), connection.server(), Transport.HTTPS, isShown);
        switch (around.responder().respond(wire, client)) {
            case Response.Silence() -> {
                around.traffic().dropped(Dropped.NOISE);
                way.refuse(BAD_REQUEST, "that is no DNS query");
            }
            case Response.Ready(var reply, _) -> way.tell(bytes(reply));
            case Response.Pending later -> answerLater(later, way);
        }
    }

    private static byte[] bytes(ByteBuffer wire) {
        var bytes = new byte[wire.remaining()];
        wire.get(bytes);
        return bytes;
    }

    private void answerLater(Response.Pending later, WayBack way) {
        if (!around.pending().tryAcquire()) {
            around.traffic().dropped(Dropped.SEARCHES);
            way.refuse(SERVICE_UNAVAILABLE, "too many questions at a time; ask again");
            return;
        }
        Thread.ofVirtual()
                .name("dns-https-search")
                .start(() -> {
                    try {
                        way.tell(later.messages().get().next());
                    } finally {
                        around.pending().release();
                    }
                });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case IOException _, DecoderException _, Http2Exception _, Http2FrameStreamException _ ->
                    LOG.debug("{} is not understood, or has left", context.channel(), cause);
            default -> LOG.error("A request failed; this is a bug of ours", cause);
        }
        var _ = context.close();
    }

    /** From an answer to the client who waits for it; for any thread. */
    private final class WayBack {
        private final ChannelHandlerContext context;
        private final boolean isHead;
        private final HttpVersion version;
        private final boolean isLast;

        WayBack(ChannelHandlerContext context, FullHttpRequest request) {
            this.context = context;
            this.isHead = request.method().equals(HttpMethod.HEAD);
            this.version = request.protocolVersion();
            this.isLast = isLast(request);
        }

        // A stream of HTTP/2 ends by itself, and its client may say the rest to nobody.
        private boolean isLast(FullHttpRequest request) {
            if (context.channel() instanceof Http2StreamChannel) {
                return false;
            }
            // Where a request ends that failed, and another begins, is not known.
            return request.decoderResult().isFailure() || !HttpUtil.isKeepAlive(request);
        }

        void tell(byte[] reply) {
            var response = response(OK, HttpQuery.MEDIA_TYPE, reply);
            var freshSeconds = Freshness.seconds(reply);
            response.headers().set(HttpHeaderNames.CACHE_CONTROL, "max-age=" + freshSeconds);
            send(response);
        }

        void refuse(HttpResponseStatus status, String why) {
            var text = (why + "\n").getBytes(StandardCharsets.UTF_8);
            var response = response(status, "text/plain; charset=utf-8", text);
            var headers = response.headers();
            if (status.equals(METHOD_NOT_ALLOWED)) {
                headers.set(HttpHeaderNames.ALLOW, HttpQuery.METHODS);
            } else if (status.equals(UNSUPPORTED_MEDIA_TYPE)) {
                // What would be taken (RFC 9110 section 15.5.16).
                headers.set(HttpHeaderNames.ACCEPT, HttpQuery.MEDIA_TYPE);
            } else if (status.equals(SERVICE_UNAVAILABLE)) {
                headers.set(HttpHeaderNames.RETRY_AFTER, 1);
            }
            send(response);
        }

        private FullHttpResponse response(HttpResponseStatus status, String type, byte[] body) {
            ByteBuf content = isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
            response.headers()
                    .set(HttpHeaderNames.DATE, DateFormatter.format(now()))
                    .set(HttpHeaderNames.CONTENT_TYPE, type)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
            return response;
        }

        private Date now() {
            return Date.from(around.clock().instant());
        }

        private void send(FullHttpResponse response) {
            HttpUtil.setKeepAlive(response.headers(), version, !isLast);
            var _ = context.writeAndFlush(response).addListener(_ -> sent());
        }

        private void sent() {
            connection.answered();
            if (isLast) {
                Lingering.begin(context.pipeline());
            } else {
                isAnswering = false;
                context.read();
            }
        }
    }
}
