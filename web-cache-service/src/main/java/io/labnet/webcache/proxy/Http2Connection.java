package io.labnet.webcache.proxy;

import io.labnet.webcache.wire.OneAtATime;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;

/**
 * A client's connection that speaks HTTP/2 (RFC 9113): many streams, each of them a client of its
 * own, within limits.
 *
 * <p>Stands before the codec, where it counts what comes, and sees to it that nobody keeps a
 * connection without using it.
 */
// What becomes of a close is told by channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Connection extends ChannelInboundHandlerAdapter implements Patience.Sent {
    private static final int UNSENT_BYTES_LOW = 16 * 1024;
    private static final int UNSENT_BYTES_HIGH = 64 * 1024;
    private static final int WINDOW_BYTES = 65_535;
    // A client that opens streams only to reset them costs us work and itself nothing.
    private static final int RESETS_MAX = 200;
    private static final int RESETS_PER_SECONDS = 30;
    private static final int CLOSE_MILLIS_MAX = 1000;

    private final Parts parts;
    private final Patience patience;
    private long bytes;
    private int streams;

    Http2Connection(Parts parts) {
        this.parts = parts;
        this.patience = new Patience(parts.limits(), this);
    }

    /** Adds all that HTTP/2 needs to the end of a connection's handlers. */
    void join(ChannelPipeline pipeline) {
        var channel = pipeline.channel();
        pipeline.addLast(this)
                .addLast(codec())
                .addLast(new Http2MultiplexHandler(streams()))
                .addLast(new Rest());
        patience.watch(channel, why -> channel.close());
        patience.awaitsRequest();
        // From here on the windows of the streams hold a client back (RFC 9113 section 5.2).
        channel.config().setAutoRead(true);
    }

    private Http2FrameCodec codec() {
        var settings =
                Http2Settings.defaultSettings()
                        .maxConcurrentStreams(parts.limits().streams())
                        .initialWindowSize(WINDOW_BYTES)
                        .maxHeaderListSize(parts.limits().headBytes());
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(settings)
                .validateHeaders(true)
                .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_PER_SECONDS)
                .gracefulShutdownTimeoutMillis(CLOSE_MILLIS_MAX)
                .build();
    }

    private ChannelInitializer<Channel> streams() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.config().setAutoRead(false);
                stream.config()
                        .setWriteBufferWaterMark(
                                new WriteBufferWaterMark(UNSENT_BYTES_LOW, UNSENT_BYTES_HIGH));
                opened(stream);
                stream.pipeline().addLast(new OneAtATime()).addLast(new Http2ClientStream(parts));
            }
        };
    }

    private void opened(Channel stream) {
        streams++;
        patience.rests();
        stream.closeFuture()
                .addListener(closed -> {
                    streams--;
                    if (streams == 0) {
                        patience.awaitsRequest();
                    }
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf read) {
            bytes += read.readableBytes();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        patience.end();
        ctx.fireChannelInactive();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    // Streams tell that for themselves.
    @Override
    public boolean isWithinHead() {
        return false;
    }

    /** What concerns the connection as a whole, and is answered by the codec already. */
    private static final class Rest extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // The codec tells the client of these itself, and why, and then closes.
            if (!(cause instanceof Http2Exception)) {
                ctx.close();
            }
        }
    }
}
