package io.labnet.webcache.proxy;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Counts the open connections, and closes those that are too many. */
@Sharable
// Nothing can be done about a close that fails.
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectionCount extends ChannelInboundHandlerAdapter {
    private final Counts counts;
    private final int most;

    ConnectionCount(Counts counts, int most) {
        this.counts = counts;
        this.most = most;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.channel().closeFuture().addListener(closed -> counts.openConnections.decrementAndGet());
        if (counts.openConnections.incrementAndGet() > most) {
            ctx.close();
        } else {
            ctx.fireChannelActive();
        }
    }
}
