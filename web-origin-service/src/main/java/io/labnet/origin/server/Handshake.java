package io.labnet.origin.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a connection with TLS: whom the client asks for decides the certificate (RFC
 * 6066 section 3), and both agree on a protocol (RFC 7301).
 */
final class Handshake extends AbstractSniHandler<Certificates.Shown> {
    /** A longer hello is an attack on our memory; with all keys of today it is a tenth of this. */
    private static final int HELLO_BYTES_MAX = 16 * 1024;

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    private final Arrival arrival;
    private final String address;
    private final Certificates certificates;
    private final TlsContexts contexts;

    /**
     * A handshake that has not begun.
     *
     * @param address the address that the client connected to
     */
    Handshake(Arrival arrival, String address, Certificates certificates, TlsContexts contexts) {
        super(HELLO_BYTES_MAX, TIME.toMillis());
        this.arrival = arrival;
        this.address = address;
        this.certificates = certificates;
        this.contexts = contexts;
    }

    @Override
    protected Future<Certificates.Shown> lookup(
            ChannelHandlerContext ctx, @Nullable String hostname) {
        var found = ctx.executor().<Certificates.Shown>newPromise();
        arrival.service()
                .threads()
                .execute(() -> {
                    try {
                        found.trySuccess(certificates.shown(hostname, address));
                    } catch (RuntimeException uncertified) {
                        found.tryFailure(uncertified);
                    }
                });
        return found;
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx,
            @Nullable String hostname,
            Future<Certificates.Shown> found) {
        if (!found.isSuccess()) {
            LOG.warn("{} is not served", ctx.channel(), found.cause());
            var _ = ctx.close();
            return;
        }
        var shown = found.getNow();
        var tls = contexts.of(shown).newHandler(ctx.alloc());
        tls.setHandshakeTimeoutMillis(TIME.toMillis());
        ctx.pipeline().addLast(new Agreed(new Face(address, shown)));
        ctx.pipeline().replace(this, null, tls);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("{} speaks no TLS", ctx.channel(), cause);
        var _ = ctx.close();
    }

    /** Goes on as HTTP/2 or HTTP/1.1, whichever was agreed on. */
    private final class Agreed extends ApplicationProtocolNegotiationHandler {
        private final Face face;

        Agreed(Face face) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.face = face;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                arrival.speakHttp2(face);
            } else {
                arrival.speakHttp1(face);
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("{} does not get on in TLS", ctx.channel(), cause);
            var _ = ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("{} has left", ctx.channel(), cause);
            var _ = ctx.close();
        }
    }
}
