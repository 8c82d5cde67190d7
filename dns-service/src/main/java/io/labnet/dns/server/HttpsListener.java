package io.labnet.dns.server;

import io.labnet.dns.server.Traffic.Dropped;
import io.labnet.tls.TlsContexts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DNS over HTTPS (RFC 8484), by HTTP/2 and HTTP/1.1, at all ports. */
final class HttpsListener implements Closeable {
    private static final int QUERY_BYTES_MAX = 65_535;
    // Room for a query of about 6,000 bytes in a GET; POST takes any.
    private static final int REQUEST_LINE_BYTES_MAX = 8192;
    private static final int HEADERS_BYTES_MAX = 8192;
    // What RFC 9113 section 6.5.2 recommends at least.
    private static final int STREAMS_MAX = 100;
    private static final Logger LOG = LoggerFactory.getLogger(HttpsListener.class);

    private final ListenerLimits limits;
    private final Places places;
    private final Traffic traffic;
    private final Spotlight spotlight;
    private final Clock clock;
    private final Semaphore pending = new Semaphore(ListenerLimits.PENDING_MAX);
    private final Set<HttpsConnection> connections = ConcurrentHashMap.newKeySet();
    private final TlsContexts contexts = new TlsContexts();
    private final List<Channel> ports = new ArrayList<>();
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    Runtime.getRuntime().availableProcessors(),
                    new DefaultThreadFactory("dns-https", true),
                    NioIoHandler.newFactory());

    /**
     * Binds all ports and begins to listen.
     *
     * @throws IOException when one cannot be had; the message names it, and none is bound then
     */
    HttpsListener(
            List<Listening> ports,
            ListenerLimits limits,
            Places places,
            Traffic traffic,
            Spotlight spotlight,
            Clock clock)
            throws IOException {
        this.limits = limits;
        this.places = places;
        this.traffic = traffic;
        this.spotlight = spotlight;
        this.clock = clock;
        try {
            for (var port : ports) {
                bind(port);
            }
        } catch (IOException refused) {
            close();
            throw refused;
        }
        var every = limits.tcpIdle().dividedBy(4).toMillis();
        var _ = loops.scheduleWithFixedDelay(this::reap, every, every, TimeUnit.MILLISECONDS);
    }

    private void bind(Listening port) throws IOException {
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Admission(port))
                        .bind(port.address())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "TCP " + Listening.text(port.address()) + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        ports.add(bound.channel());
    }

    private void reap() {
        var before = System.nanoTime() - limits.tcpIdle().toNanos();
        connections.forEach(connection -> connection.closeIfIdleSince(before));
    }

    @Override
    public void close() {
        ports.forEach(port -> port.close().awaitUninterruptibly());
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** What becomes of each connection to a port. */
    private final class Admission extends ChannelInitializer<SocketChannel> {
        private final HttpsQueries.Surroundings around;
        private final String name;
        private final Supplier<SSLContext> certificate;

        Admission(Listening port) {
            this.around =
                    new HttpsQueries.Surroundings(
                            port.responder(), traffic, spotlight, pending, clock);
            this.name = Listening.text(port.address());
            this.certificate = Objects.requireNonNull(port.certificate());
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            var client = channel.remoteAddress().getAddress();
            if (!places.isEntered(client)) {
                traffic.dropped(Dropped.CONNECTIONS);
                var _ = channel.close();
                return;
            }
            var connection = new HttpsConnection(channel);
            connections.add(connection);
            channel.closeFuture()
                    .addListener(_ -> {
                        connections.remove(connection);
                        places.leave(client);
                    });
            try {
                var tls = contexts.of(name, certificate.get()).newHandler(channel.alloc());
                // One record of TLS for each part: several answers in one are more than some
                // clients read at a time, who then wait for what they have.
                tls.setWrapDataSize(0);
                // Who takes too long over the handshake is idle.
                tls.setHandshakeTimeoutMillis(limits.tcpIdle().toMillis());
                channel.pipeline().addLast(tls).addLast(new Versions(connection, around));
            } catch (IllegalStateException uncertified) {
                LOG.warn("{} is not served: {}", channel, uncertified.getMessage());
                var _ = channel.close();
            }
        }
    }

    /** Stands where nobody else has minded what went wrong. */
    private static final class Farewell extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("{} is not understood, or has left", context.channel(), cause);
            var _ = context.close();
        }
    }

    /** Goes on as HTTP/2 or HTTP/1.1, whichever was agreed on. */
    private static final class Versions extends ApplicationProtocolNegotiationHandler {
        private final HttpsConnection connection;
        private final HttpsQueries.Surroundings around;

        Versions(HttpsConnection connection, HttpsQueries.Surroundings around) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.connection = connection;
            this.around = around;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            var pipeline = context.pipeline();
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                addStreams(pipeline);
            } else {
                context.channel().config().setAutoRead(false);
                pipeline.addLast(
                        new HttpServerCodec(
                                new HttpDecoderConfig()
                                        .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                                        .setMaxHeaderSize(HEADERS_BYTES_MAX)));
                addQueries(pipeline);
            }
        }

        private void addStreams(ChannelPipeline pipeline) {
            var settings =
                    Http2Settings.defaultSettings()
                            .maxConcurrentStreams(STREAMS_MAX)
                            .maxHeaderListSize(REQUEST_LINE_BYTES_MAX + HEADERS_BYTES_MAX);
            pipeline.addLast(
                    Http2FrameCodecBuilder.forServer().initialSettings(settings).build(),
                    new Http2MultiplexHandler(
                            new ChannelInitializer<>() {
                                @Override
                                protected void initChannel(Channel stream) {
                                    stream.pipeline()
                                            .addLast(new Http2StreamFrameToHttpObjectCodec(true));
                                    addQueries(stream.pipeline());
                                }
                            }),
                    new Farewell());
        }

        private void addQueries(ChannelPipeline pipeline) {
            pipeline.addLast(
                    new WholeRequests(QUERY_BYTES_MAX),
                    new FlowControlHandler(),
                    new HttpsQueries(connection, around));
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("{} does not get on in TLS", context.channel(), cause);
            var _ = context.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("{} has left", context.channel(), cause);
            var _ = context.close();
        }
    }
}
