package io.labnet.origin.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/2 connection as far as it is more than its streams: when it has served its time, and what
 * a client may do on it besides asking (RFC 9113 sections 9.1 and 10.5).
 *
 * <p>Runs on its channel's event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Streams extends ChannelInboundHandlerAdapter {
    private static final int CONTROL_FRAMES_MAX = 200;
    private static final Duration CONTROL_TIME = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final Service service;
    private final Deadline deadline;
    private final FrameBudget controls =
            new FrameBudget(CONTROL_FRAMES_MAX, CONTROL_TIME, System.nanoTime());
    private @Nullable ChannelHandlerContext own;
    private int open;
    private int requests;
    private boolean leaving;
    private boolean inputEnded;

    Streams(Service service, Channel channel) {
        this.service = service;
        this.deadline = new Deadline(channel);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        own = ctx;
        settle(ctx);
    }

    /** A stream has begun; it is heard of again when it ends. */
    void opened(Channel stream) {
        open++;
        deadline.cancel();
        stream.closeFuture().addListener(_ -> closed());
    }

    /** A request was read: after so many, the client has to connect anew. */
    void requested() {
        requests++;
        if (requests >= service.siteTerms().usual().requestsMax() && own != null && !leaving) {
            leaving = true;
            goAway(own, Http2Error.NO_ERROR);
        }
    }

    private void closed() {
        open--;
        if (own != null) {
            settle(own);
        }
    }

    // An idle connection is closed with a word (RFC 9113 section 9.1); the codec says it.
    private void settle(ChannelHandlerContext ctx) {
        if (open > 0) {
            return;
        }
        if (leaving || inputEnded) {
            ctx.close();
        } else {
            deadline.set(service.siteTerms().usual().idleTimeout(), ctx::close);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            var costs = frame instanceof Http2PingFrame || frame instanceof Http2SettingsFrame;
            if (costs && !controls.spend(System.nanoTime()) && !leaving) {
                leaving = true;
                LOG.debug("{} sends nothing but control frames", ctx.channel());
                goAway(ctx, Http2Error.ENHANCE_YOUR_CALM).addListener(ChannelFutureListener.CLOSE);
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private static ChannelFuture goAway(ChannelHandlerContext ctx, Http2Error why) {
        return ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(why));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent
                || event instanceof SslCloseCompletionEvent) {
            inputEnded = true;
            settle(ctx);
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Http2Exception) {
            // The codec tells the client what was wrong, and closes.
            LOG.debug("{} is not understood", ctx.channel(), cause);
            return;
        }
        if (cause instanceof IOException) {
            LOG.debug("{} broke", ctx.channel(), cause);
        } else {
            LOG.warn("{} failed", ctx.channel(), cause);
        }
        ctx.close();
    }
}
