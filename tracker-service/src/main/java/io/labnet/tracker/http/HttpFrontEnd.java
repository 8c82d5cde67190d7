package io.labnet.tracker.http;

import io.labnet.tracker.journal.Journal.Ends;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The tracker's HTTP server: one thread accepts, one reads and writes. */
public final class HttpFrontEnd implements AutoCloseable {
    /** No announce is longer: what BEP 3 puts into one is below 500 characters. */
    private static final int REQUEST_LINE_MAX = 8192;

    private static final int HEADERS_LENGTH_MAX = 8192;

    /** Nothing here takes a body. */
    private static final int BODY_LENGTH_MAX = 1024;

    private final HttpAnswers answers;
    private final HttpLimits limits;
    private final Executor answering;
    private final AtomicInteger connections = new AtomicInteger();
    private final EventLoopGroup boss = loop("tracker-http-accept");
    private final EventLoopGroup worker = loop("tracker-http");
    private final List<Channel> listeners = new ArrayList<>();

    /**
     * A server that does not listen yet.
     *
     * @param answering where answers are made; {@code Runnable::run} when none has to wait
     */
    public HttpFrontEnd(HttpAnswers answers, HttpLimits limits, Executor answering) {
        this.answers = answers;
        this.limits = limits;
        this.answering = answering;
    }

    /**
     * Listens at one more address.
     *
     * @param address with port 0 to let the system choose one
     * @return the address with its port
     * @throws IOException naming the address, when it cannot be had
     */
    public InetSocketAddress listen(InetSocketAddress address) throws IOException {
        var bound =
                new ServerBootstrap()
                        .group(boss, worker)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childHandler(new Connection())
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "The tracker cannot listen at "
                            + address.getHostString()
                            + ":"
                            + address.getPort()
                            + " (TCP)",
                    bound.cause());
        }
        listeners.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        listeners.clear();
        var bossClosed = boss.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        worker.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        bossClosed.awaitUninterruptibly();
    }

    private static EventLoopGroup loop(String name) {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    /** What every connection is made of. */
    private final class Connection extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            channel.closeFuture().addListener(_ -> connections.decrementAndGet());
            if (connections.incrementAndGet() > limits.connections()) {
                var _ = channel.close();
                return;
            }
            var ends = new Ends(channel.remoteAddress(), channel.localAddress());
            var idleMillis = limits.idle().toMillis();
            var deadline = new RequestDeadline(limits.requestTimeout());
            channel.pipeline()
                    .addLast(new ReadTimeoutHandler(idleMillis, TimeUnit.MILLISECONDS))
                    .addLast(new WriteTimeoutHandler(idleMillis, TimeUnit.MILLISECONDS))
                    .addLast(deadline.firstByte())
                    .addLast(
                            new HttpServerCodec(
                                    new HttpDecoderConfig()
                                            .setMaxInitialLineLength(REQUEST_LINE_MAX)
                                            .setMaxHeaderSize(HEADERS_LENGTH_MAX)))
                    .addLast(new HttpServerKeepAliveHandler())
                    .addLast(new ShortBodies(BODY_LENGTH_MAX))
                    .addLast(deadline.lastByte())
                    .addLast(new FlowControlHandler())
                    .addLast(new HttpRequestHandler(answers, answering, ends));
        }
    }
}
