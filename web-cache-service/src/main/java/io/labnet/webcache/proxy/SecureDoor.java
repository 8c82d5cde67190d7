package io.labnet.webcache.proxy;

import io.labnet.tls.Certificates;
import io.labnet.tls.Handshake;
import io.labnet.tls.TlsContexts;
import io.labnet.webcache.edge.Door;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** Where clients come in over TLS; what is said inside is as it is without. */
final class SecureDoor {
    private final Parts parts;
    private final Certificates certificates;
    private final TlsContexts contexts = new TlsContexts();
    // Making a certificate blocks, which an event loop must not.
    private final Executor threads =
            making -> Thread.ofVirtual().name("web-cache-certificate").start(making);

    SecureDoor(Parts parts, Certificates certificates) {
        this.parts = parts;
        this.certificates = certificates;
    }

    /**
     * Begins a handshake.
     *
     * @param http1 adds the handlers of HTTP/1.1, which share these parts
     */
    void welcome(Channel channel, BiConsumer<ChannelPipeline, Parts> http1) {
        var local = (InetSocketAddress) channel.localAddress();
        var address = local.getAddress().getHostAddress();
        // Until both have agreed nobody else asks for what the client says.
        channel.config().setAutoRead(true);
        channel.pipeline()
                .addLast(new Handshake(address, certificates, contexts, threads, agreed(http1)));
    }

    private Parts behind(Certificates.Shown shown) {
        return switch (parts.door()) {
            case Door.OfTheProxy _ -> parts;
            case Door.OfTheEdge _, Door.Secure _, Door.Astray _ ->
                    parts.at(new Door.Secure(shown.site()));
        };
    }

    private Handshake.Agreed agreed(BiConsumer<ChannelPipeline, Parts> http1) {
        return new Handshake.Agreed() {
            @Override
            public void http2(ChannelHandlerContext ctx, Certificates.Shown shown) {
                new Http2Connection(behind(shown)).join(ctx.pipeline());
            }

            @Override
            public void http1(ChannelHandlerContext ctx, Certificates.Shown shown) {
                listen(ctx, behind(shown));
            }

            @Override
            public void cleartext(ChannelHandlerContext ctx) {
                listen(ctx, parts.at(new Door.Astray()));
            }

            private void listen(ChannelHandlerContext ctx, Parts there) {
                ctx.channel().config().setAutoRead(false);
                http1.accept(ctx.pipeline(), there);
                ctx.fireChannelActive();
            }
        };
    }
}
