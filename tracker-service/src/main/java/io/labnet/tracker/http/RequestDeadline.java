package io.labnet.tracker.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a request may take from its first byte to its last; what takes longer goes on as a
 * request that cannot be read. Without it, a client that drips bytes would stay for ever.
 *
 * <p>Bytes of a request that came together with the end of the one before do not start it: they
 * wait for their next byte, and idle time ends that wait.
 */
final class RequestDeadline {
    private final Duration allowed;
    private @Nullable Future<?> alarm;

    RequestDeadline(Duration allowed) {
        this.allowed = allowed;
    }

    /** Stands where bytes come in. */
    ChannelHandler firstByte() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object bytes) {
                if (alarm == null) {
                    alarm = schedule(context);
                }
                context.fireChannelRead(bytes);
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                cancel();
                context.fireChannelInactive();
            }
        };
    }

    /** Stands where whole requests come out. */
    ChannelHandler lastByte() {
        return new WholeRequests();
    }

    private Future<?> schedule(ChannelHandlerContext context) {
        var end = context.pipeline().context(WholeRequests.class);
        return context.executor()
                .schedule(
                        () -> {
                            end.fireChannelRead(Unreadable.because(ReadTimeoutException.INSTANCE));
                        },
                        allowed.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    private final class WholeRequests extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object request) {
            cancel();
            context.fireChannelRead(request);
        }
    }
}
