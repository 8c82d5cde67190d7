package io.labnet.webcache.upstream;

import io.labnet.loops.Transport;
import io.labnet.webcache.wire.OneAtATime;
import io.labnet.webcache.wire.StrictResponseDecoder;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop to all origins; used on that loop only. */
// What becomes of a connection is told by its close future.
@SuppressWarnings("FutureReturnValueIgnored")
final class OriginPool {
    private static final int STATUS_LINE_BYTES_MAX = 4096;

    /** Gets a connection, or hears why there is none. */
    interface Taker {
        void taken(OriginConnection connection);

        void refused(FetchFailure failure);

        /** Whether the asker has lost interest meanwhile. */
        boolean isGone();
    }

    private record Wish(boolean fresh, Taker taker) {}

    private static final class Origin {
        private final Deque<OriginConnection> idle = new ArrayDeque<>();
        private final Deque<Wish> wishes = new ArrayDeque<>();
        private int open;
    }

    private final EventLoop loop;
    private final OriginLimits limits;
    private final Trust trust;
    private final Map<Peer, Origin> origins = new HashMap<>();

    OriginPool(EventLoop loop, OriginLimits limits, Trust trust) {
        this.loop = loop;
        this.limits = limits;
        this.trust = trust;
    }

    /**
     * Finds or makes a connection.
     *
     * @param fresh whether it must be a new one
     */
    void take(Peer to, boolean fresh, Taker taker) {
        var origin = origins.computeIfAbsent(to, address -> new Origin());
        var wish = new Wish(fresh, taker);
        if (serve(to, origin, wish)) {
            return;
        }
        if (origin.wishes.size() >= limits.waitingPerOrigin()) {
            taker.refused(new FetchFailure.Busy("too many requests wait for " + to.where()));
            return;
        }
        origin.wishes.add(wish);
        loop.schedule(
                () -> expire(origin, wish), limits.silence().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expire(Origin origin, Wish wish) {
        if (origin.wishes.remove(wish)) {
            wish.taker.refused(new FetchFailure.Busy("no connection became free in time"));
        }
    }

    private boolean serve(Peer to, Origin origin, Wish wish) {
        var idle = wish.fresh ? null : origin.idle.pollLast();
        while (idle != null && !idle.isOpen()) {
            idle = origin.idle.pollLast();
        }
        if (idle != null) {
            wish.taker.taken(idle);
            return true;
        }
        return connectWhereThereIsRoom(to, origin, wish.taker);
    }

    private boolean connectWhereThereIsRoom(Peer to, Origin origin, Taker taker) {
        var isFull = origin.open >= limits.connectionsPerOrigin();
        var givesWay = isFull ? origin.idle.pollFirst() : null;
        if (isFull && givesWay == null) {
            return false;
        }
        connect(to, origin, taker);
        // Last, for an origin without any connection is forgotten.
        if (givesWay != null) {
            givesWay.close();
        }
        return true;
    }

    /** Takes a connection back whose answer has been read to its end. */
    void release(OriginConnection connection) {
        var origin = origins.get(connection.peer());
        if (origin == null) {
            connection.close();
            return;
        }
        origin.idle.add(connection);
        // Idle, it is read from all the same: an end or an unasked answer must be noticed.
        connection.read();
        // One timer a connection, however many requests it carries.
        if (connection.rests()) {
            closeWhenIdle(origin, connection, limits.idle().toNanos());
        }
        serveWaiting(connection.peer(), origin);
    }

    private void closeWhenIdle(Origin origin, OriginConnection connection, long nanos) {
        loop.schedule(() -> closeIfIdle(origin, connection), nanos, TimeUnit.NANOSECONDS);
    }

    private void closeIfIdle(Origin origin, OriginConnection connection) {
        var left = limits.idle().toNanos() - connection.restedNanos();
        if (left > 0) {
            closeWhenIdle(origin, connection, left);
        } else if (origin.idle.remove(connection)) {
            connection.close();
        } else if (connection.isOpen()) {
            closeWhenIdle(origin, connection, limits.idle().toNanos());
        }
    }

    private void connect(Peer to, Origin origin, Taker taker) {
        origin.open++;
        if (to.name().isEmpty()) {
            connect(to, origin, taker, null);
            return;
        }
        trust.context()
                .whenCompleteAsync(
                        (context, unreadable) -> {
                            if (context == null) {
                                var reason = "whom to believe cannot be read: " + unreadable;
                                taker.refused(untrusted(to, reason));
                                left(to, origin);
                            } else {
                                connect(to, origin, taker, context);
                            }
                        },
                        loop);
    }

    private void connect(Peer to, Origin origin, Taker taker, @Nullable SslContext tls) {
        var decoder = new StrictResponseDecoder(STATUS_LINE_BYTES_MAX, limits.headBytes());
        var connection = new OriginConnection(this, to, decoder, limits);
        var connecting =
                new Bootstrap()
                        .group(loop)
                        .channel(Transport.client(loop))
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, OneAtATime.buffers())
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) limits.connect().toMillis())
                        .handler(pipeline(decoder, connection, to, tls))
                        .connect(to.address());
        connecting.channel().closeFuture().addListener(closed -> forget(to, origin, connection));
        connecting.addListener((ChannelFuture done) -> connected(done, to, connection, taker));
    }

    private ChannelInitializer<SocketChannel> pipeline(
            StrictResponseDecoder decoder,
            OriginConnection connection,
            Peer to,
            @Nullable SslContext tls) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                if (tls != null) {
                    channel.pipeline().addLast(handshake(channel, to, tls));
                }
                channel.pipeline()
                        .addLast(new HttpRequestEncoder())
                        .addLast(decoder)
                        .addLast(new OneAtATime())
                        .addLast(connection);
            }
        };
    }

    // The name is for the server, to choose its certificate (RFC 6066 section 3), and for the
    // check.
    private SslHandler handshake(SocketChannel channel, Peer to, SslContext tls) {
        var name = to.name().orElseThrow();
        var bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        var handler = tls.newHandler(channel.alloc(), bare, to.address().getPort());
        handler.setHandshakeTimeoutMillis(limits.connect().toMillis());
        return handler;
    }

    private void connected(ChannelFuture done, Peer to, OriginConnection connection, Taker taker) {
        if (!done.isSuccess()) {
            taker.refused(FetchFailure.unconnected(to.where(), done.cause(), limits.connect()));
            return;
        }
        var tls = done.channel().pipeline().get(SslHandler.class);
        if (tls == null) {
            ready(connection, taker);
            return;
        }
        tls.handshakeFuture()
                .addListener(shaken -> {
                    if (shaken.isSuccess()) {
                        ready(connection, taker);
                    } else {
                        taker.refused(unshaken(to, shaken.cause()));
                        done.channel().close();
                    }
                });
        done.channel().read();
    }

    private void ready(OriginConnection connection, Taker taker) {
        if (taker.isGone()) {
            release(connection);
        } else {
            taker.taken(connection);
        }
    }

    private FetchFailure unshaken(Peer to, Throwable cause) {
        return cause instanceof SslHandshakeTimeoutException
                ? new FetchFailure.Unanswered(to.where(), limits.connect())
                : untrusted(to, String.valueOf(cause.getMessage()));
    }

    private static FetchFailure untrusted(Peer to, String reason) {
        return new FetchFailure.Untrusted(to.where(), to.name().orElse(""), reason);
    }

    private void forget(Peer to, Origin origin, OriginConnection connection) {
        origin.idle.remove(connection);
        left(to, origin);
    }

    private void left(Peer to, Origin origin) {
        origin.open--;
        serveWaiting(to, origin);
        if (origin.open == 0 && origin.wishes.isEmpty()) {
            origins.remove(to, origin);
        }
    }

    private void serveWaiting(Peer to, Origin origin) {
        var wish = origin.wishes.poll();
        while (wish != null && (wish.taker.isGone() || serve(to, origin, wish))) {
            wish = origin.wishes.poll();
        }
        if (wish != null) {
            origin.wishes.addFirst(wish);
        }
    }
}
