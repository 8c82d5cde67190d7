package io.labnet.dns.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Hears a client out to whom the last word was said. Closing at once while it still sends would
 * reset the connection, and the answer with it (RFC 9112 section 9.6).
 */
final class Lingering extends ChannelInboundHandlerAdapter {
    /** How long a client may take to notice. */
    private static final int SECONDS = 2;

    private Lingering() {}

    /** Ends our half of a connection by TLS. */
    static void begin(ChannelPipeline pipeline) {
        var tls = pipeline.context(SslHandler.class);
        pipeline.addAfter(tls.name(), null, new Lingering());
        var _ = ((SslHandler) tls.handler()).closeOutbound();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var end = context.executor().schedule(() -> end(context), SECONDS, TimeUnit.SECONDS);
        context.channel().closeFuture().addListener(_ -> end.cancel(false));
        context.read();
    }

    private static void end(ChannelHandlerContext context) {
        var _ = context.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object unheard) {
        ReferenceCountUtil.release(unheard);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.read();
    }
}
