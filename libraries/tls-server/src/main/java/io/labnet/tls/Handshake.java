package io.labnet.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a connection with TLS: whom the client asks for decides the certificate (RFC
 * 6066 section 3), and both agree on a protocol (RFC 7301).
 */
public final class Handshake extends AbstractSniHandler<Certificates.Shown> {
    /** A longer hello is an attack on our memory; with all keys of today it is a tenth of this. */
    private static final int HELLO_BYTES_MAX = 16 * 1024;

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    /** Goes on when both sides have agreed, on the connection's event loop. */
    public interface Agreed {
        /**
         * The client speaks HTTP/2 from now on.
         *
         * @param ctx whatever is added after it gets what the client says
         */
        void http2(ChannelHandlerContext ctx, Certificates.Shown shown);

        /** The client speaks HTTP/1.1 or 1.0 from now on, or does not say. */
        void http1(ChannelHandlerContext ctx, Certificates.Shown shown);

        /**
         * The client speaks no TLS but began with a visible character, as HTTP does; it is let go
         * where nobody minds, and has 10 s for the rest where somebody does.
         *
         * @param ctx whatever is added after it gets what the client says
         */
        default void cleartext(ChannelHandlerContext ctx) {
            var _ = ctx.close();
        }
    }

    private final String address;
    private final Certificates certificates;
    private final TlsContexts contexts;
    private final Executor threads;
    private final Agreed agreed;
    private boolean begun;

    /**
     * A handshake that has not begun.
     *
     * @param address the address that the client connected to
     * @param threads where certificates are made, which may block
     */
    public Handshake(
            String address,
            Certificates certificates,
            TlsContexts contexts,
            Executor threads,
            Agreed agreed) {
        super(HELLO_BYTES_MAX, TIME.toMillis());
        this.address = address;
        this.certificates = certificates;
        this.contexts = contexts;
        this.threads = threads;
        this.agreed = agreed;
    }

    // RFC 8446 section 5.1: what begins a record of TLS is no visible character.
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (!begun && in.getByte(in.readerIndex()) > ' ') {
            agreed.cleartext(ctx);
            ctx.pipeline().remove(this);
            return;
        }
        begun = true;
        super.decode(ctx, in, out);
    }

    @Override
    protected Future<Certificates.Shown> lookup(
            ChannelHandlerContext ctx, @Nullable String hostname) {
        var found = ctx.executor().<Certificates.Shown>newPromise();
        threads.execute(() -> {
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
        ctx.pipeline().addLast(new Agreeing(shown));
        ctx.pipeline().replace(this, null, tls);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("{} speaks no TLS", ctx.channel(), cause);
        var _ = ctx.close();
    }

    /** Goes on as HTTP/2 or HTTP/1, whichever was agreed on. */
    private final class Agreeing extends ApplicationProtocolNegotiationHandler {
        private final Certificates.Shown shown;

        Agreeing(Certificates.Shown shown) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.shown = shown;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                agreed.http2(ctx, shown);
            } else {
                agreed.http1(ctx, shown);
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
