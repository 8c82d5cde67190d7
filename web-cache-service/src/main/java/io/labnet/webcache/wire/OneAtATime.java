package io.labnet.webcache.wire;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Hands one decoded message up for each read that is asked for, and keeps the rest.
 *
 * <p>Netty's own FlowControlHandler does so by recursion, as deep as there are messages: an origin
 * that sends chunks of one byte would overflow the stack. This one loops.
 */
public final class OneAtATime extends ChannelDuplexHandler {
    private static final int READ_BYTES_MIN = 512;
    private static final int READ_BYTES_FIRST = 4096;
    private static final int READ_BYTES_MAX = 65_536;

    private final Queue<Object> kept = new ArrayDeque<>();
    private boolean wanted;
    private boolean delivering;

    /** Receive buffers such that one read brings 64 KiB at most, which bounds what is kept. */
    public static RecvByteBufAllocator buffers() {
        return new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_FIRST, READ_BYTES_MAX)
                .maxMessagesPerRead(1);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        wanted = true;
        deliver(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        kept.add(message);
        deliver(ctx);
    }

    private void deliver(ChannelHandlerContext ctx) {
        if (delivering) {
            return;
        }
        delivering = true;
        while (wanted && !kept.isEmpty()) {
            wanted = false;
            ctx.fireChannelRead(kept.poll());
        }
        delivering = false;
        if (wanted) {
            ctx.read();
        }
    }

    // The pipeline goes with the channel, so what is kept is handed up now or never.
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        while (!kept.isEmpty()) {
            ctx.fireChannelRead(kept.poll());
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
    }
}
