package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Hop;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.wire.Heads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: reads a request, lets its exchange answer, then reads the next.
 *
 * <p>While an exchange goes on, one more message is read ahead: that is how a client that left is
 * noticed.
 */
// A write that fails closes the channel, and channelInactive tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Parts parts;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable HttpRequest next;
    private @Nullable Request held;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable ScheduledFuture<?> stall;
    private int minorVersion = 1;
    private boolean persists;
    private boolean contentRead;
    private boolean lingering;

    ClientConnection(Parts parts) {
        this.parts = parts;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitClient();
        ctx.read();
    }

    ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not yet connected");
        }
        return context;
    }

    EventLoop loop() {
        return context().channel().eventLoop();
    }

    InetSocketAddress remote() {
        return (InetSocketAddress) context().channel().remoteAddress();
    }

    InetSocketAddress local() {
        return (InetSocketAddress) context().channel().localAddress();
    }

    int minorVersion() {
        return minorVersion;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (lingering) {
            ReferenceCountUtil.release(message);
            ctx.read();
        } else if (message instanceof HttpRequest request) {
            if (exchange == null) {
                begin(request);
            } else {
                next = request;
            }
        } else if (message instanceof HttpContent content) {
            hear(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        stopWaiting();
        minorVersion = Math.min(1, request.protocolVersion().minorVersion());
        contentRead = false;
        persists = !request.decoderResult().isFailure();
        var begun = new Exchange(this, parts);
        exchange = begun;
        switch (Reading.of(request)) {
            case Reading.Refused(var refusal) -> {
                // Where this message ends is not known, so nothing after it can be read.
                persists = false;
                begun.refuse(refusal);
            }
            case Reading.Tunnel(var target) -> new Tunnel(this, parts, target, begun).open();
            case Reading.Understood(var understood) -> {
                persists = Hop.persists(understood.fields(), minorVersion);
                traced(understood);
                if (understood.hasContent()) {
                    begun.start(understood);
                } else {
                    // Netty has an end to hand up even where there is no content.
                    held = understood;
                    readMore();
                }
            }
        }
    }

    private void traced(Request request) {
        parts.trace().record("HTTP", remote(), local(), request::toString);
    }

    private void hear(HttpContent content) {
        stopWaiting();
        if (content.decoderResult().isFailure()) {
            content.release();
            abort();
            return;
        }
        contentRead = content instanceof LastHttpContent;
        var whole = held;
        held = null;
        if (exchange == null) {
            content.release();
        } else if (whole == null) {
            exchange.sent(content);
        } else {
            content.release();
            exchange.start(whole);
        }
        if (contentRead && !lingering) {
            context().read();
        }
    }

    /** Asks for the next piece of the request. */
    void readMore() {
        if (!contentRead) {
            awaitClient();
            context().read();
        }
    }

    /** Passes on a 1xx; to HTTP/1.0 clients they mean nothing (RFC 9110 section 15.2). */
    void interim(Response response) {
        if (minorVersion > 0) {
            context().write(Heads.toClient(response));
            context().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    /**
     * Sends a head, framed for this client.
     *
     * @param hasContent whether content follows, of a length that may be unknown
     */
    void head(Response response, boolean hasContent) {
        var fields = response.fields();
        if (hasContent && response.announcedBytes().isEmpty()) {
            // RFC 9112 section 6.1; to HTTP/1.0 only the end of the connection tells (6.3).
            persists &= minorVersion > 0;
            fields = minorVersion > 0 ? fields.plus("Transfer-Encoding", "chunked") : fields;
        }
        // An answer before the whole question: the rest of it is not read (RFC 9112 section 9.3).
        persists &= contentRead;
        if (!persists) {
            fields = fields.plus("Connection", "close");
        } else if (minorVersion == 0) {
            fields = fields.plus("Connection", "keep-alive");
        }
        context().write(Heads.toClient(response.with(fields)));
    }

    void data(ByteBuf bytes) {
        context().write(new DefaultHttpContent(bytes));
    }

    /** Whether parts of files can be sent as they are: nothing between here and the socket. */
    boolean takesRegions() {
        return context().pipeline().get(SslHandler.class) == null;
    }

    /** Sends a part of a file; {@code sent} is run when the system has taken all of it. */
    void region(FileRegion region, Runnable sent) {
        var millis = parts.limits().stall().toMillis();
        var slow = loop().schedule(this::abort, millis, TimeUnit.MILLISECONDS);
        context()
                .writeAndFlush(region)
                .addListener(done -> {
                    slow.cancel(false);
                    if (done.isSuccess()) {
                        sent.run();
                    }
                });
    }

    void flush() {
        context().flush();
    }

    boolean isWritable() {
        return context().channel().isWritable();
    }

    boolean isOpen() {
        return context().channel().isActive();
    }

    /** Ends an answer, and begins with the next request. */
    void end() {
        exchange = null;
        var last = context().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        if (!persists) {
            last.addListener(done -> linger());
            return;
        }
        awaitClient();
        var waiting = next;
        next = null;
        if (waiting != null) {
            begin(waiting);
        }
    }

    /** Closes in the middle of an answer, so that nobody takes it for complete. */
    void abort() {
        context().close();
    }

    // A close with unread input resets the connection, and the client might lose the answer
    // (RFC 9112 section 9.6).
    private void linger() {
        if (contentRead || !isOpen()) {
            context().close();
            return;
        }
        lingering = true;
        ((SocketChannel) context().channel()).shutdownOutput();
        stopWaiting();
        deadline = loop().schedule(this::abort, LINGER.toMillis(), TimeUnit.MILLISECONDS);
        context().read();
    }

    private void awaitClient() {
        stopWaiting();
        var millis = parts.limits().idle().toMillis();
        deadline = loop().schedule(this::abort, millis, TimeUnit.MILLISECONDS);
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (stall != null) {
            stall.cancel(false);
            stall = null;
        }
        if (!ctx.channel().isWritable()) {
            var millis = parts.limits().stall().toMillis();
            stall = loop().schedule(this::abort, millis, TimeUnit.MILLISECONDS);
        } else if (exchange != null) {
            exchange.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopWaiting();
        if (stall != null) {
            stall.cancel(false);
        }
        var left = exchange;
        exchange = null;
        if (left != null) {
            left.clientGone();
        }
        ctx.fireChannelInactive();
    }

    // A reset is an end like any other: channelInactive follows.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** The bytes as a buffer, not copied. */
    static ByteBuf buffer(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }
}
