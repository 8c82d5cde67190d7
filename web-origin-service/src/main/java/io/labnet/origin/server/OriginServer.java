package io.labnet.origin.server;

import io.labnet.accesslog.AccessLog;
import io.labnet.loops.Transport;
import io.labnet.origin.access.Access;
import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Origin;
import io.labnet.origin.message.Status;
import io.labnet.origin.server.AnswerWriter.Persistence;
import io.labnet.origin.site.SiteTerms;
import io.labnet.tls.Certificates;
import io.labnet.tls.Handshake;
import io.labnet.tls.TlsContexts;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Listens on the addresses of the web's hosts and gives each connection its place. */
public final class OriginServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int WORKERS = 2;
    private static final int UNSENT_BYTES_LOW = 32 * 1024;
    private static final int UNSENT_BYTES_HIGH = 64 * 1024;

    private final Service service;
    private final Admission admission;
    private final AtomicLong connections = new AtomicLong();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<InetSocketAddress> secureAddresses = new ArrayList<>();
    private final Transport.Sockets sockets;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup workers;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("web-origin-answer-", 1).factory());
    private final ChannelGroup open;

    /** A server that does not listen yet. */
    public OriginServer(
            Origin origin,
            SiteTerms terms,
            ServerLimits limits,
            Transport transport,
            Trace trace,
            AccessLog<Access> log,
            MeterRegistry meters,
            Clock clock) {
        var traffic = Traffic.in(meters);
        var writer = new AnswerWriter(clock);
        service = new Service(origin, terms, limits, threads, writer, trace, log, traffic, clock);
        admission = new Admission(limits.connectionsMax(), limits.clientConnectionsMax());
        meters.gauge(Traffic.PREFIX + "open-connections", admission, Admission::open);
        sockets = transport.sockets();
        acceptor = sockets.loops(1, "web-origin-accept");
        workers = sockets.loops(WORKERS, "web-origin-http");
        open = new DefaultChannelGroup(acceptor.next(), true);
    }

    /**
     * Listens on each address; when this returns, clients are answered.
     *
     * @throws IllegalStateException when one of them cannot be had; then none is listened on
     */
    public void start(List<InetSocketAddress> wanted) {
        addresses.addAll(bound(wanted, new Welcome(null)));
    }

    /**
     * Listens on each address for clients that speak TLS.
     *
     * @throws IllegalStateException when one of them cannot be had; then none is listened on
     */
    public void startSecure(List<InetSocketAddress> wanted, Certificates certificates) {
        secureAddresses.addAll(bound(wanted, new Welcome(certificates)));
    }

    private List<InetSocketAddress> bound(List<InetSocketAddress> wanted, Welcome welcome) {
        var bootstrap =
                new ServerBootstrap()
                        .group(acceptor, workers)
                        .channel(sockets.listener())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(UNSENT_BYTES_LOW, UNSENT_BYTES_HIGH))
                        .childHandler(welcome);
        var got = new ArrayList<InetSocketAddress>();
        for (var address : wanted) {
            var bound = bootstrap.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                close();
                throw new IllegalStateException(
                        "Cannot listen on %s port %d: %s"
                                .formatted(
                                        address.getHostString(),
                                        address.getPort(),
                                        bound.cause().getMessage()),
                        bound.cause());
            }
            open.add(bound.channel());
            got.add((InetSocketAddress) bound.channel().localAddress());
        }
        return got;
    }

    /** Where it listens, with the ports that were really got. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** Where it listens for clients that speak TLS. */
    public List<InetSocketAddress> secureAddresses() {
        return List.copyOf(secureAddresses);
    }

    /** Stops listening and breaks off what is still open. */
    @Override
    public void close() {
        open.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        threads.shutdownNow();
        var stopped =
                List.of(
                        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS),
                        workers.shutdownGracefully(0, 1, TimeUnit.SECONDS));
        stopped.forEach(group -> group.awaitUninterruptibly(1, TimeUnit.SECONDS));
    }

    // A channel that closes before its time is the client's affair.
    @SuppressWarnings("FutureReturnValueIgnored")
    private final class Welcome extends ChannelInitializer<Channel> {
        private final @Nullable Certificates certificates;
        private final TlsContexts contexts = new TlsContexts();

        Welcome(@Nullable Certificates certificates) {
            this.certificates = certificates;
        }

        @Override
        protected void initChannel(Channel channel) {
            service.traffic().connections().increment();
            open.add(channel);
            var client = ((InetSocketAddress) channel.remoteAddress()).getAddress();
            if (admission.enter(client)) {
                channel.closeFuture().addListener(_ -> admission.leave(client));
                greet(new Arrival(service, connections.incrementAndGet(), channel));
            } else {
                service.traffic().turnedAway().increment();
                turnAway(channel);
            }
        }

        private void greet(Arrival arrival) {
            var local = (InetSocketAddress) arrival.channel().localAddress();
            var address = local.getAddress().getHostAddress();
            arrival.channel()
                    .pipeline()
                    .addLast(
                            certificates == null
                                    ? new Preface(arrival, Face.plain(address))
                                    : new Handshake(
                                            address,
                                            certificates,
                                            contexts,
                                            service.threads(),
                                            new Protocols(arrival, address)));
        }

        // Over TLS it would take a handshake to say so, which is what we have no place for.
        private void turnAway(Channel channel) {
            if (certificates == null) {
                channel.pipeline().addLast(new TurnedAway());
            } else {
                channel.close();
            }
        }
    }

    /** What is spoken after a handshake. */
    private record Protocols(Arrival arrival, String address) implements Handshake.Agreed {
        @Override
        public void http2(ChannelHandlerContext ctx, Certificates.Shown shown) {
            arrival.speakHttp2(Face.secure(address, shown));
        }

        @Override
        public void http1(ChannelHandlerContext ctx, Certificates.Shown shown) {
            arrival.speakHttp1(Face.secure(address, shown));
        }

        @Override
        public void cleartext(ChannelHandlerContext ctx) {
            arrival.speakHttp1(Face.astray(address));
        }
    }

    /** What a client gets for whom there is no place. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private final class TurnedAway extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            var sorry =
                    Answer.telling(
                            Status.SERVICE_UNAVAILABLE,
                            "Too many connections are open; try again when some have closed.",
                            "Retry-After",
                            "5");
            var written = service.writer().write(ctx, sorry, Persistence.CLOSE);
            written.done().addListener(_ -> ctx.close());
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
