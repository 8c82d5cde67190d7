package io.labnet.webcache.proxy;

import io.labnet.webcache.access.Visit;
import io.labnet.webcache.admission.Verdict;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.wire.Http2Heads;
import io.labnet.webcache.wire.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request of a client that speaks HTTP/2, and its answer: a stream (RFC 9113 section 5). */
// A write that fails closes the stream, and channelInactive tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2ClientStream extends ChannelInboundHandlerAdapter
        implements ClientStream, TunnelMouth, Patience.Sent {
    private static final String VERSION = "2.0";

    private final Parts parts;
    private final Patience patience;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable Visit visit;
    private Fields trailers = Fields.NONE;
    private boolean begun;
    private boolean contentRead;
    private boolean headSent;
    private boolean endSent;
    private long bytes;

    Http2ClientStream(Parts parts) {
        this.parts = parts;
        this.patience = new Patience(parts.limits(), this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        patience.watch(ctx.channel(), this::lost);
        ctx.read();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not yet open");
        }
        return context;
    }

    @Override
    public EventLoop loop() {
        return context().channel().eventLoop();
    }

    @Override
    public InetSocketAddress remote() {
        return (InetSocketAddress) context().channel().parent().remoteAddress();
    }

    @Override
    public InetSocketAddress local() {
        return (InetSocketAddress) context().channel().parent().localAddress();
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        switch (frame) {
            case Http2HeadersFrame head when !begun -> begin(head);
            // Trailers end here (RFC 9110 section 6.5.1).
            case Http2HeadersFrame trailers -> hear(ctx.alloc().buffer(0), trailers.isEndStream());
            case Http2DataFrame data -> hear(data.content(), data.isEndStream());
            default -> {
                ReferenceCountUtil.release(frame);
                ctx.read();
            }
        }
    }

    private void begin(Http2HeadersFrame head) {
        begun = true;
        contentRead = head.isEndStream();
        var opened = new Exchange(this, parts);
        exchange = opened;
        switch (reading(head)) {
            case Reading.Refused(var refusal) -> {
                visit = Visit.unreadable(remote().getAddress(), VERSION);
                opened.refuse(refusal);
            }
            case Reading.Tunnel(var request, _) -> {
                // RFC 9113 section 8.5
                var tunnel = new Tunnel(this, parts, request.target(), opened);
                receive(request, opened, tunnel::open);
            }
            case Reading.Understood(var request, _) -> {
                parts.trace().record("HTTP", remote(), local(), request::toString);
                receive(request, opened, () -> opened.start(request));
            }
        }
    }

    private Reading reading(Http2HeadersFrame head) {
        try {
            return parts.readStream(Http2Heads.request(head.headers(), head.isEndStream()));
        } catch (Malformed fault) {
            return Reading.of(fault);
        }
    }

    private void receive(Request request, Exchange opened, Runnable admitted) {
        var visitor = Visit.of(remote().getAddress(), request, VERSION);
        visit = visitor;
        var verdict = parts.judge(remote(), request);
        if (verdict instanceof Verdict.Admitted(var user)) {
            visitor.by(user);
        }
        new Reception(parts, VERSION)
                .answer(request, verdict)
                .ifPresentOrElse(refusal -> opened.refuse(request, refusal), admitted);
    }

    private void hear(ByteBuf content, boolean ends) {
        patience.rests();
        bytes += content.readableBytes();
        contentRead = ends;
        if (exchange == null) {
            content.release();
        } else {
            exchange.sent(
                    ends ? new DefaultLastHttpContent(content) : new DefaultHttpContent(content));
        }
    }

    @Override
    public void readMore() {
        if (!contentRead) {
            patience.awaitsContent();
            context().read();
        }
    }

    @Override
    public void interim(Response response) {
        var headers = Http2Heads.response(response);
        context().writeAndFlush(new DefaultHttp2HeadersFrame(headers, false));
    }

    @Override
    public void head(Response response, boolean hasContent) {
        headSent = true;
        endSent = !hasContent;
        if (visit != null) {
            visit.told(response);
        }
        context().write(new DefaultHttp2HeadersFrame(Http2Heads.response(response), endSent));
    }

    @Override
    public void data(ByteBuf content) {
        patience.wrote(content.readableBytes());
        if (visit != null) {
            visit.sent(content.readableBytes());
        }
        context().write(new DefaultHttp2DataFrame(content, false));
    }

    @Override
    public void spared(long stored) {
        if (visit != null) {
            visit.spared(stored);
        }
    }

    // Content goes out in frames.
    @Override
    public boolean takesRegions() {
        return false;
    }

    @Override
    public void region(FileRegion region, Runnable sent) {
        throw new IllegalStateException("a stream takes no regions");
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public boolean isWritable() {
        return context().channel().isWritable();
    }

    @Override
    public boolean isOpen() {
        return context().channel().isActive();
    }

    @Override
    public void trailers(Fields following) {
        trailers = following;
    }

    @Override
    public void end() {
        exchange = null;
        leave(true);
        if (!endSent) {
            endSent = true;
            context()
                    .write(
                            trailers.lines().isEmpty()
                                    ? new DefaultHttp2DataFrame(true)
                                    : new DefaultHttp2HeadersFrame(
                                            Http2Heads.trailers(trailers), true));
        }
        if (!contentRead) {
            // The rest of the question is not wanted (RFC 9113 section 8.1).
            context().write(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
        context().flush();
    }

    @Override
    public void abort() {
        if (isOpen()) {
            context().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
        }
        context().close();
    }

    @Override
    public @Nullable Visit handOver() {
        var over = visit;
        visit = null;
        return over;
    }

    // The stream is refused as any other is.
    @Override
    public void noTunnel() {}

    @Override
    public Channel open(Channel host, Consumer<Channel> pipe) {
        var stream = context().channel();
        var established = Fields.of(CacheStatus.FIELD, CACHE_STATUS);
        var head = Http2Heads.response(new Response(200, "", established));
        context().write(new DefaultHttp2HeadersFrame(head, false));
        patience.end();
        stream.pipeline().addLast(new StreamBytes(host));
        pipe.accept(stream);
        stream.pipeline().remove(this);
        stream.flush();
        return stream;
    }

    private void leave(boolean complete) {
        var over = handOver();
        if (over != null) {
            parts.ledger().enter(over, complete);
        }
    }

    private void lost(Patience.Lost why) {
        var left = exchange;
        if (why != Patience.Lost.SENDS_TOO_SLOWLY || left == null || headSent) {
            abort();
            return;
        }
        left.clientGone();
        var answering = new Exchange(this, parts);
        exchange = answering;
        answering.refuse(new Refusal(408, "the request came too slowly"));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && exchange != null) {
            exchange.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        patience.end();
        leave(false);
        var left = exchange;
        exchange = null;
        if (left != null) {
            left.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean isWithinHead() {
        return false;
    }
}
