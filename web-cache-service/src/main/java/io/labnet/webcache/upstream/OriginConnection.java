package io.labnet.webcache.upstream;

import io.labnet.webcache.message.Framing;
import io.labnet.webcache.message.Hop;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.wire.Heads;
import io.labnet.webcache.wire.StrictResponseDecoder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an origin, for one request at a time; lives on one event loop.
 *
 * <p>Nothing is read unless it was asked for, so an origin is never faster than the client.
 */
// A write that fails closes the channel, and channelInactive tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class OriginConnection extends ChannelInboundHandlerAdapter {
    private static final int LOOKS_PER_SILENCE = 4;
    // Nobody has to read them, so without a limit they could pile up on the way to the client.
    private static final int INTERIMS_MAX = 16;
    private static final int STATUS_MIN = 100;
    private static final int STATUS_MAX = 599;

    /** Whoever waits for the answer, and hears of its end in one of three ways. */
    interface Waiting extends Answers {
        /** The connection ended before the first byte of an answer. */
        void closedUnanswered();
    }

    private final OriginPool pool;
    private final Peer peer;
    private final StrictResponseDecoder decoder;
    private final OriginLimits limits;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Waiting waiting;
    private @Nullable ScheduledFuture<?> watch;
    private long waitingSinceNanos;
    private long restsSinceNanos;
    private boolean expires;
    private int requests;
    private int interims;
    private boolean interim;
    private boolean answered;
    private boolean persists;
    private boolean sent;

    OriginConnection(
            OriginPool pool, Peer peer, StrictResponseDecoder decoder, OriginLimits limits) {
        this.pool = pool;
        this.peer = peer;
        this.decoder = decoder;
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not yet connected");
        }
        return context;
    }

    Peer peer() {
        return peer;
    }

    InetSocketAddress origin() {
        return peer.address();
    }

    InetSocketAddress local() {
        return (InetSocketAddress) context().channel().localAddress();
    }

    /** Whether it has carried a request before, so that the origin may have closed it since. */
    boolean isReused() {
        return requests > 1;
    }

    /** It carries nothing from now on; tells whether it does so for the first time. */
    boolean rests() {
        restsSinceNanos = System.nanoTime();
        var first = !expires;
        expires = true;
        return first;
    }

    /** How long ago it began to rest, the last time. */
    long restedNanos() {
        return System.nanoTime() - restsSinceNanos;
    }

    boolean isOpen() {
        return context().channel().isActive();
    }

    boolean isWritable() {
        return context().channel().isWritable();
    }

    /**
     * Sends the head of a request; without content that is all of it.
     *
     * @param toProxy whether the other side is a proxy and wants the whole URI
     */
    void send(Request request, boolean toProxy, Waiting asker) {
        requests++;
        waiting = asker;
        answered = false;
        interim = false;
        interims = 0;
        sent = false;
        decoder.expectAnswerTo(request.method());
        context().write(toProxy ? Heads.toProxy(request) : Heads.toOrigin(request));
        if (request.hasContent()) {
            context().flush();
        } else {
            send(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        beWatched();
        read();
    }

    // At a steady beat until it is closed, so that a request costs no timer of its own.
    private void beWatched() {
        if (watch == null) {
            var shorter = Math.min(limits.silence().toMillis(), limits.firstByte().toMillis());
            var millis = Math.max(1, shorter / LOOKS_PER_SILENCE);
            watch =
                    context()
                            .executor()
                            .scheduleWithFixedDelay(
                                    this::look, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    void send(HttpContent content) {
        sent = content instanceof LastHttpContent;
        waitingSinceNanos = System.nanoTime();
        // Without the trailers (RFC 9110 section 6.5.1).
        context().writeAndFlush(sent ? new DefaultLastHttpContent(content.content()) : content);
    }

    /** Asks for the next piece of the answer. */
    void read() {
        waitingSinceNanos = System.nanoTime();
        context().read();
    }

    void close() {
        waiting = null;
        stopWatching();
        context().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var asker = waiting;
        waitingSinceNanos = 0;
        if (asker == null) {
            // Nobody asked: whatever this is, the next answer must not be mistaken for it.
            ReferenceCountUtil.release(message);
            ctx.close();
        } else if (message instanceof HttpResponse response) {
            heard(response, asker);
        } else if (message instanceof HttpContent content) {
            heard(content, asker);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void heard(HttpResponse head, Waiting asker) {
        var version = head.protocolVersion();
        var response = Heads.response(head);
        var fault = Framing.fault(response.fields(), version.minorVersion());
        if (head.decoderResult().isFailure()) {
            garbled(head.decoderResult().cause());
        } else if (version.majorVersion() != 1) {
            fail(new FetchFailure.Garbled(where(), "an answer that is not HTTP/1"));
        } else if (fault.isPresent()) {
            fail(new FetchFailure.Garbled(where(), fault.get()));
        } else if (response.status() < STATUS_MIN || response.status() > STATUS_MAX) {
            // RFC 9110 section 15
            fail(new FetchFailure.Garbled(where(), "a status of " + response.status()));
        } else if (response.status() == 101) {
            // No Upgrade was passed on (RFC 9110 section 7.8), so nobody may switch protocols.
            fail(new FetchFailure.Garbled(where(), "a change of protocol nobody asked for"));
        } else if (response.status() < 200 && ++interims > INTERIMS_MAX) {
            var words = "more than " + INTERIMS_MAX + " interim answers";
            fail(new FetchFailure.Garbled(where(), words));
        } else if (response.status() < 200) {
            interim = true;
            asker.interim(response);
            read();
        } else {
            answered = true;
            persists = Hop.persists(response.fields(), version.minorVersion());
            asker.head(response, version.minorVersion());
        }
    }

    private void heard(HttpContent content, Waiting asker) {
        if (content.decoderResult().isFailure()) {
            content.release();
            garbled(content.decoderResult().cause());
        } else if (interim) {
            content.release();
            interim = !(content instanceof LastHttpContent);
            read();
        } else {
            var last = content instanceof LastHttpContent;
            var empty = !content.content().isReadable();
            if (empty) {
                content.release();
            } else {
                asker.data(content.content(), last);
            }
            if (last && waiting != null) {
                if (content instanceof LastHttpContent end && !end.trailingHeaders().isEmpty()) {
                    asker.trailers(Heads.fields(end.trailingHeaders()));
                }
                finish(asker);
            } else if (empty && !last) {
                read();
            }
        }
    }

    // Back to the pool first: what follows the end may need it at once.
    private void finish(Waiting asker) {
        waiting = null;
        if (persists && sent && isOpen()) {
            pool.release(this);
        } else {
            context().close();
        }
        asker.end();
    }

    private void look() {
        var since = waitingSinceNanos;
        var patience = patience();
        if (waiting != null && since != 0 && System.nanoTime() - since > patience.toNanos()) {
            fail(new FetchFailure.Silent(where(), patience));
        }
    }

    private Duration patience() {
        return answered ? limits.silence() : limits.firstByte();
    }

    private void garbled(@Nullable Throwable cause) {
        var reason = cause == null ? "" : String.valueOf(cause.getMessage());
        fail(new FetchFailure.Garbled(where(), reason));
    }

    private void fail(FetchFailure failure) {
        var asker = waiting;
        close();
        if (asker != null) {
            asker.failed(failure);
        }
    }

    private void stopWatching() {
        if (watch != null) {
            watch.cancel(false);
            watch = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        var asker = waiting;
        waiting = null;
        stopWatching();
        if (asker != null && !answered) {
            asker.closedUnanswered();
        } else if (asker != null) {
            asker.failed(new FetchFailure.BrokenOff(where()));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (waiting != null && ctx.channel().isWritable()) {
            waiting.writable();
        }
    }

    // A reset is an end like any other: channelInactive follows.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    String where() {
        return peer.where();
    }
}
