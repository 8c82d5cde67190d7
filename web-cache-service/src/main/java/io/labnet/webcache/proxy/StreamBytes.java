package io.labnet.webcache.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * A stream of HTTP/2 as a connection: its DATA frames are the bytes, and their end is that of one
 * direction (RFC 9113 section 8.5).
 */
// A write that fails closes the stream, and channelInactive tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamBytes extends ChannelDuplexHandler {
    private final Channel host;
    private boolean ended;

    StreamBytes(Channel host) {
        this.host = host;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        switch (frame) {
            case Http2DataFrame data -> {
                var ends = data.isEndStream();
                ctx.fireChannelRead(data.content());
                if (ends) {
                    endThere();
                }
            }
            case Http2HeadersFrame _ -> {
                // RFC 9113 section 8.5: nothing but DATA has a place here.
                ended = true;
                ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
                ctx.close();
            }
            default -> {
                ReferenceCountUtil.release(frame);
                ctx.read();
            }
        }
    }

    // Of the end of the client's bytes their last frame tells, of a reset channelInactive.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {}

    // Behind all that was written before.
    private void endThere() {
        host.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(written -> {
                    if (host instanceof DuplexChannel socket && host.isActive()) {
                        socket.shutdownOutput();
                    }
                });
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object bytes, ChannelPromise promise) {
        ctx.write(new DefaultHttp2DataFrame((ByteBuf) bytes, false), promise);
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (ended) {
            ctx.close(promise);
            return;
        }
        ended = true;
        ctx.writeAndFlush(new DefaultHttp2DataFrame(true))
                .addListener(written -> ctx.close(promise));
    }
}
