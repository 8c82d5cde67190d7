package io.labnet.webcache.proxy;

import io.labnet.webcache.access.Visit;
import io.labnet.webcache.admission.Verdict;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Hop;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.proxy.AnswerWriter.Framing;
import io.labnet.webcache.wire.Heads;
import io.labnet.webcache.wire.Malformed;
import io.labnet.webcache.wire.OneAtATime;
import io.labnet.webcache.wire.RequestHead;
import io.labnet.webcache.wire.StrictRequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: reads a request, lets its exchange answer, then reads the next.
 *
 * <p>While an exchange goes on, one more message is read ahead: that is how a client that left is
 * noticed.
 */
// A write that fails closes the channel, and channelInactive tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientConnection extends ChannelInboundHandlerAdapter
        implements ClientStream, TunnelMouth {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\n";
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Parts parts;
    private final StrictRequestDecoder decoder;
    private final Patience patience;
    private @Nullable ChannelHandlerContext context;
    private @Nullable AnswerWriter writer;
    private @Nullable Exchange exchange;
    private @Nullable Reading next;
    private @Nullable Visit visit;
    private Fields trailers = Fields.NONE;
    private int minorVersion = 1;
    private boolean persists;
    private boolean contentRead;
    private boolean headSent;
    private boolean lingering;
    private boolean spoken;
    private boolean isSecure;

    ClientConnection(Parts parts, StrictRequestDecoder decoder) {
        this.parts = parts;
        this.decoder = decoder;
        this.patience = new Patience(parts.limits(), new Sent(decoder));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        writer = new AnswerWriter(added);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        isSecure = ctx.pipeline().get(SslHandler.class) != null;
        patience.watch(ctx.channel(), this::lost);
        patience.awaitsRequest();
        ctx.read();
    }

    ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not yet connected");
        }
        return context;
    }

    private AnswerWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("not yet connected");
        }
        return writer;
    }

    @Override
    public EventLoop loop() {
        return context().channel().eventLoop();
    }

    @Override
    public InetSocketAddress remote() {
        return (InetSocketAddress) context().channel().remoteAddress();
    }

    @Override
    public InetSocketAddress local() {
        return (InetSocketAddress) context().channel().localAddress();
    }

    @Override
    public String version() {
        return "1." + minorVersion;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case Object _ when lingering -> {
                ReferenceCountUtil.release(message);
                ctx.read();
            }
            case RequestHead head when head.isHttp2() && !spoken -> joinHttp2(ctx);
            case RequestHead head -> begins(parts.read(head, isSecure));
            case Malformed fault when exchange == null || contentRead -> begins(Reading.of(fault));
            case Malformed fault -> giveUp(new Refusal(fault.status(), fault.words()));
            case HttpContent content -> hear(content);
            default -> ReferenceCountUtil.release(message);
        }
    }

    // A client that knows beforehand begins with it (RFC 9113 section 3.3).
    private void joinHttp2(ChannelHandlerContext ctx) {
        var pipeline = ctx.pipeline();
        new Http2Connection(parts).join(pipeline);
        pipeline.remove(this);
        pipeline.remove(OneAtATime.class);
        // The codec wants to see the whole preface, of which this much has been read.
        pipeline.context(decoder)
                .fireChannelRead(Unpooled.copiedBuffer(PREFACE, StandardCharsets.US_ASCII));
        pipeline.remove(decoder);
    }

    private void begins(Reading reading) {
        if (exchange == null) {
            begin(reading);
        } else {
            next = reading;
        }
    }

    private void begin(Reading reading) {
        patience.rests();
        spoken = true;
        headSent = false;
        contentRead = true;
        var begun = new Exchange(this, parts);
        exchange = begun;
        switch (reading) {
            case Reading.Refused(var refusal) -> {
                // Where this message ends is not known, so nothing after it can be read.
                decoder.readNoMore();
                minorVersion = 1;
                persists = false;
                contentRead = false;
                if (visit == null) {
                    visit = Visit.unreadable(remote().getAddress(), "1.1");
                }
                begun.refuse(refusal);
            }
            case Reading.Tunnel(var request, var minor) -> {
                minorVersion = minor;
                persists = Hop.persists(request.fields(), minor);
                receive(request, begun, new Tunnel(this, parts, request.target(), begun)::open);
            }
            case Reading.Understood(var request, var minor) -> {
                minorVersion = minor;
                persists = Hop.persists(request.fields(), minor);
                contentRead = !request.hasContent();
                parts.trace().record("HTTP", remote(), local(), request::toString);
                receive(request, begun, () -> begun.start(request));
                readAhead();
            }
        }
    }

    private void receive(Request request, Exchange begun, Runnable admitted) {
        var visitor = Visit.of(remote().getAddress(), request, version());
        visit = visitor;
        var verdict = parts.judge(remote(), request);
        if (verdict instanceof Verdict.Admitted(var user)) {
            visitor.by(user);
        }
        new Reception(parts, version())
                .answer(request, verdict)
                .ifPresentOrElse(refusal -> turnAway(request, begun, refusal), admitted);
    }

    private void turnAway(Request request, Exchange begun, Refusal refusal) {
        if (request.method().equals("CONNECT")) {
            noTunnel();
        }
        begun.refuse(request, refusal);
    }

    private void hear(HttpContent content) {
        patience.rests();
        contentRead = content instanceof LastHttpContent;
        if (exchange == null) {
            content.release();
        } else {
            exchange.sent(content);
        }
        readAhead();
    }

    private void readAhead() {
        if (contentRead && !lingering) {
            context().read();
        }
    }

    @Override
    public void readMore() {
        if (!contentRead) {
            patience.awaitsContent();
            context().read();
        }
    }

    // To HTTP/1.0 clients they mean nothing (RFC 9110 section 15.2).
    @Override
    public void interim(Response response) {
        if (minorVersion > 0) {
            writer().begin(Heads.toClient(response), 0, Framing.EMPTY);
            writer().flush();
        }
    }

    @Override
    public void head(Response response, boolean hasContent) {
        answers();
        if (visit != null) {
            visit.told(response);
        }
        var framed = FramedHead.of(response, hasContent, minorVersion);
        persists &= framed.isBounded();
        var fields = framed.fields();
        if (!connection().isEmpty()) {
            fields = fields.plus("Connection", connection());
        }
        var bytes = Heads.toClient(response.with(fields));
        writer().begin(bytes, framed.contentBytes(), framed.framing());
    }

    @Override
    public void head(StoredHead head) {
        answers();
        if (visit != null) {
            visit.told(head.stored(), head.cacheStatus());
        }
        var connection = connection();
        var line = connection.isEmpty() ? "" : "Connection: " + connection + "\r\n";
        writer().begin(head.bytes(line), head.lengthBytes(), Framing.PLAIN);
    }

    private void answers() {
        headSent = true;
        // An answer before the whole question: the rest of it is not read (RFC 9112 section 9.3).
        persists &= contentRead;
    }

    // What is said of the connection (RFC 9112 section 9.3).
    private String connection() {
        var isOld = minorVersion == 0;
        return persists ? (isOld ? "keep-alive" : "") : "close";
    }

    @Override
    public void data(ByteBuffer bytes) {
        wrote(bytes.remaining());
        writer().content(bytes);
    }

    @Override
    public void data(ByteBuf bytes) {
        wrote(bytes.readableBytes());
        writer().content(bytes);
    }

    private void wrote(int bytes) {
        patience.wrote(bytes);
        if (visit != null) {
            visit.sent(bytes);
        }
    }

    @Override
    public void spared(long bytes) {
        if (visit != null) {
            visit.spared(bytes);
        }
    }

    @Override
    public boolean takesRegions() {
        return !isSecure;
    }

    @Override
    public void region(FileRegion region, Runnable sent) {
        patience.sends(region);
        if (visit != null) {
            visit.sent(region.count());
        }
        writer().region(region)
                .addListener(done -> {
                    patience.sent();
                    if (done.isSuccess()) {
                        sent.run();
                    }
                });
    }

    @Override
    public void flush() {
        writer().flush();
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
        writer().end(trailers);
        trailers = Fields.NONE;
        if (!persists) {
            lingering = true;
            writer().flushed().addListener(done -> linger());
            return;
        }
        // Answers to what came together go out together.
        if (!decoder.isReading()) {
            writer().flush();
        }
        patience.awaitsRequest();
        var waiting = next;
        next = null;
        if (waiting != null) {
            begin(waiting);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (spoken) {
            writer().flush();
        }
        ctx.fireChannelReadComplete();
    }

    private void leave(boolean complete) {
        var over = handOver();
        if (over != null) {
            parts.ledger().enter(over, complete);
        }
    }

    @Override
    public @Nullable Visit handOver() {
        var over = visit;
        visit = null;
        return over;
    }

    @Override
    public Channel open(Channel host, Consumer<Channel> pipe) {
        EstablishedTunnel.open(context().channel(), pipe);
        return context().channel();
    }

    @Override
    public void noTunnel() {
        // What a hasty client has sent into the tunnel is no request (RFC 9110 section 9.3.6).
        contentRead = decoder.resume();
        readAhead();
    }

    @Override
    public void abort() {
        // The answers before this one are whole.
        writer().flush();
        context().close();
    }

    // What the client has sent so far was passed on, and is taken back by breaking off there.
    private void giveUp(Refusal refusal) {
        var left = exchange;
        if (lingering || (left != null && headSent)) {
            abort();
            return;
        }
        exchange = null;
        if (left != null) {
            left.clientGone();
        }
        begin(new Reading.Refused(refusal));
    }

    private void lost(Patience.Lost why) {
        switch (why) {
            // RFC 9110 section 15.5.9
            case SENDS_TOO_SLOWLY -> giveUp(new Refusal(408, "the request came too slowly"));
            case SAYS_NOTHING, READS_TOO_SLOWLY -> abort();
        }
    }

    // A close with unread input resets the connection, and the client might lose the answer
    // (RFC 9112 section 9.6).
    private void linger() {
        if (contentRead || !isOpen()) {
            context().close();
            return;
        }
        var tls = context().pipeline().get(SslHandler.class);
        if (tls == null) {
            ((SocketChannel) context().channel()).shutdownOutput();
        } else {
            // RFC 9112 section 9.8: that this is the end, the client wants to hear within TLS.
            tls.closeOutbound();
        }
        loop().schedule(this::abort, LINGER.toMillis(), TimeUnit.MILLISECONDS);
        context().read();
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
        writer().close();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        patience.end();
        writer().close();
    }

    private record Sent(StrictRequestDecoder decoder) implements Patience.Sent {
        @Override
        public long bytes() {
            return decoder.bytesRead();
        }

        @Override
        public boolean isWithinHead() {
            return decoder.isWithinHead();
        }
    }

    // A reset is an end like any other: channelInactive follows.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
