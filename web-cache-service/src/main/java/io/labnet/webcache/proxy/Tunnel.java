package io.labnet.webcache.proxy;

import io.labnet.loops.Transport;
import io.labnet.webcache.access.Visit;
import io.labnet.webcache.edge.Door;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.upstream.FetchFailure;
import io.labnet.webcache.upstream.Route;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes both ways between a client and a host, unread (RFC 9110 section 9.3.6).
 *
 * <p>Each side is read again when the other has taken what came.
 */
// What becomes of a write or a close is told by its listener or by channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
final class Tunnel {
    private static final int IDLE_SECONDS_MAX = 300;

    private final TunnelMouth client;
    private final Parts parts;
    private final Target target;
    private final Exchange refusing;

    Tunnel(TunnelMouth client, Parts parts, Target target, Exchange refusing) {
        this.client = client;
        this.parts = parts;
        this.target = target;
        this.refusing = refusing;
    }

    void open() {
        parts.counts().requests.increment();
        var to = target;
        parts.trace()
                .record(
                        "HTTP",
                        client.remote(),
                        client.local(),
                        () -> "CONNECT " + to.host() + ":" + to.port());
        var tunnels = parts.counts().openTunnels.incrementAndGet();
        if (!(parts.door() instanceof Door.OfTheProxy)) {
            closed(new FetchFailure.Forbidden(to.host(), "this port is no forward proxy"));
        } else if (tunnels > parts.limits().tunnels()) {
            closed(new FetchFailure.Busy("too many tunnels are open"));
        } else {
            parts.upstream().routes().find(target, true, client.loop(), this::routed);
        }
    }

    private void routed(Route route) {
        switch (route) {
            case Route.Closed(var failure) -> closed(failure);
            case Route.Open(var addresses) -> connect(addresses.iterator());
        }
    }

    // The addresses in turn, until one of them answers.
    private void connect(Iterator<InetSocketAddress> addresses) {
        var to = addresses.next();
        new Bootstrap()
                .group(client.loop())
                .channel(Transport.client(client.loop()))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        (int) parts.upstream().limits().connect().toMillis())
                .handler(new Silence())
                .connect(to)
                .addListener((ChannelFuture done) -> connected(done, to, addresses));
    }

    private void connected(
            ChannelFuture done, InetSocketAddress to, Iterator<InetSocketAddress> others) {
        if (done.isSuccess()) {
            connected(done.channel());
        } else if (client.isOpen() && others.hasNext()) {
            connect(others);
        } else {
            var where = to.getAddress().getHostAddress() + ":" + to.getPort();
            var limit = parts.upstream().limits().connect();
            closed(FetchFailure.unconnected(where, done.cause(), limit));
        }
    }

    private void connected(Channel host) {
        if (!client.isOpen()) {
            host.close();
            parts.counts().openTunnels.decrementAndGet();
            return;
        }
        var visit = client.handOver();
        var here = client.open(host, channel -> splice(channel, host, bytes -> {}));
        here.closeFuture().addListener(end -> ended(visit));
        if (visit != null) {
            visit.tunneled();
            splice(host, here, visit::sent);
        }
        var to = target;
        parts.trace()
                .record(
                        "HTTP",
                        client.local(),
                        client.remote(),
                        () -> "200 Connection established to " + to.host() + ":" + to.port());
        here.read();
        host.read();
    }

    private void ended(@Nullable Visit visit) {
        parts.counts().openTunnels.decrementAndGet();
        if (visit != null) {
            parts.ledger().enter(visit, true);
        }
    }

    private static void splice(Channel from, Channel to, LongConsumer counted) {
        from.pipeline()
                .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS_MAX, TimeUnit.SECONDS))
                .addLast(new Pipe(to, counted));
    }

    private void closed(FetchFailure failure) {
        parts.counts().openTunnels.decrementAndGet();
        if (client.isOpen()) {
            client.noTunnel();
            refusing.refuse(Refusal.of(failure));
        }
    }

    /** Holds the place of the pipe until both ends are there. */
    private static final class Silence extends ChannelInboundHandlerAdapter {}

    private static final class Pipe extends ChannelInboundHandlerAdapter {
        private final Channel other;
        private final LongConsumer counted;

        private Pipe(Channel other, LongConsumer counted) {
            this.other = other;
            this.counted = counted;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
            if (!other.isActive()) {
                ReferenceCountUtil.release(bytes);
                ctx.close();
                return;
            }
            counted.accept(((ByteBuf) bytes).readableBytes());
            other.writeAndFlush(bytes)
                    .addListener(done -> {
                        if (done.isSuccess()) {
                            ctx.read();
                        } else {
                            ctx.close();
                        }
                    });
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            // Nothing has come or gone for too long; that one way has ended is an event, too.
            if (event instanceof IdleStateEvent) {
                ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
