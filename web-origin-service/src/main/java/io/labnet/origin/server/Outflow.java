package io.labnet.origin.server;

import io.micrometer.core.instrument.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Counts what went out where many small writes make up an answer: by their number it is seen
 * whether a client takes anything.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Outflow extends ChannelOutboundHandlerAdapter {
    private final @Nullable Counter bytesSent;
    private long writes;

    /**
     * A count of 0.
     *
     * @param bytesSent where the bytes are counted, too; null when somebody else does
     */
    Outflow(@Nullable Counter bytesSent) {
        this.bytesSent = bytesSent;
    }

    /** How many writes of a connection were completed; 0 where nobody counts. */
    static long of(ChannelHandlerContext ctx) {
        var count = ctx.pipeline().get(Outflow.class);
        return count == null ? 0 : count.writes;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        var bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        ctx.write(message, promise.unvoid())
                .addListener(done -> {
                    if (done.isSuccess()) {
                        writes++;
                        count(bytes);
                    }
                });
    }

    private void count(int bytes) {
        if (bytesSent != null) {
            bytesSent.increment(bytes);
        }
    }
}
