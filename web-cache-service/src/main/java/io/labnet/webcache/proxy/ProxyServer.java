package io.labnet.webcache.proxy;

import io.labnet.loops.Transport;
import io.labnet.tls.Certificates;
import io.labnet.webcache.wire.OneAtATime;
import io.labnet.webcache.wire.StrictRequestDecoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens for clients: one thread accepts, two do the work. */
// What becomes of the beat is known: it ends with its thread.
@SuppressWarnings("FutureReturnValueIgnored")
public final class ProxyServer {
    private static final int WORKERS = 2;
    private static final int BACKLOG = 1024;
    private static final int UNSENT_BYTES_LOW = 64 * 1024;
    private static final int UNSENT_BYTES_HIGH = 256 * 1024;
    private static final long CLOSE_MILLIS_MAX = 1000;

    private final Parts parts;
    private final Transport transport;
    private final InetSocketAddress address;
    private final Runnable eachSecond;
    private final @Nullable SecureDoor secure;
    private final ChannelGroup clients = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private @Nullable EventLoopGroup boss;
    private @Nullable EventLoopGroup workers;
    private volatile @Nullable Channel listener;

    /** A proxy that will listen at {@code address}; port 0 for one that is free. */
    public ProxyServer(Parts parts, InetSocketAddress address) {
        this(parts, Transport.AUTO, address, () -> {});
    }

    /**
     * One that besides does something each second, which must not take long.
     *
     * @param transport by which of the system's interfaces its sockets are served
     */
    public ProxyServer(
            Parts parts, Transport transport, InetSocketAddress address, Runnable eachSecond) {
        this(parts, transport, address, eachSecond, null);
    }

    /** One that speaks TLS, and does so with these certificates. */
    public ProxyServer(
            Parts parts,
            Transport transport,
            InetSocketAddress address,
            Certificates certificates) {
        this(parts, transport, address, () -> {}, new SecureDoor(parts, certificates));
    }

    private ProxyServer(
            Parts parts,
            Transport transport,
            InetSocketAddress address,
            Runnable eachSecond,
            @Nullable SecureDoor secure) {
        this.parts = parts;
        this.transport = transport;
        this.address = address;
        this.eachSecond = eachSecond;
        this.secure = secure;
    }

    /**
     * Begins to listen; clients are answered when it returns.
     *
     * @throws IOException when the address cannot be had
     */
    public void start() throws IOException {
        var sockets = transport.sockets();
        boss = sockets.loops(1, "web-cache-boss");
        workers = sockets.loops(WORKERS, "web-cache-worker");
        var bound =
                new ServerBootstrap()
                        .group(boss, workers)
                        .channel(sockets.listener())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.RECVBUF_ALLOCATOR, OneAtATime.buffers())
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(UNSENT_BYTES_LOW, UNSENT_BYTES_HIGH))
                        .childHandler(pipeline())
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop();
            throw new IOException(
                    "The web cache cannot listen at "
                            + address.getHostString()
                            + ":"
                            + address.getPort()
                            + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listener = bound.channel();
        boss.scheduleAtFixedRate(eachSecond, 0, 1, TimeUnit.SECONDS);
    }

    /** Where it listens; before that, where it will. */
    public InetSocketAddress address() {
        var open = listener;
        return open == null || open.localAddress() == null
                ? address
                : (InetSocketAddress) open.localAddress();
    }

    private ChannelInitializer<SocketChannel> pipeline() {
        var count = new ConnectionCount(parts.counts(), parts.limits().connections());
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                clients.add(channel);
                channel.pipeline().addLast(count);
                if (secure == null) {
                    speak(channel.pipeline(), parts);
                } else {
                    secure.welcome(channel, ProxyServer::speak);
                }
            }
        };
    }

    private static void speak(ChannelPipeline pipeline, Parts parts) {
        var limits = parts.limits();
        var decoder = new StrictRequestDecoder(limits.lineBytes(), limits.headBytes());
        pipeline.addLast(decoder)
                .addLast(new OneAtATime())
                .addLast(new ClientConnection(parts, decoder));
    }

    /** Closes everything; returns within about a second. */
    public void stop() {
        if (listener != null) {
            listener.close().awaitUninterruptibly(CLOSE_MILLIS_MAX);
            listener = null;
        }
        clients.close().awaitUninterruptibly(CLOSE_MILLIS_MAX);
        shutDown(boss);
        shutDown(workers);
    }

    private static void shutDown(@Nullable EventLoopGroup group) {
        if (group != null) {
            group.shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(CLOSE_MILLIS_MAX);
        }
    }
}
