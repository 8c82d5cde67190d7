package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Hears from a client's first bytes whether it speaks HTTP/2 without having asked (RFC 9113 section
 * 3.3), and gives way to what does.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Preface extends ChannelInboundHandlerAdapter {
    /** RFC 9113 section 3.4. */
    private static final byte[] OF_HTTP_2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

    private final Arrival arrival;
    private final Face face;
    private final Deadline deadline;
    private ByteBuf heard = Unpooled.EMPTY_BUFFER;

    Preface(Arrival arrival, Face face) {
        this.arrival = arrival;
        this.face = face;
        this.deadline = new Deadline(arrival.channel());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        var idle = arrival.service().siteTerms().usual().idleTimeout();
        deadline.set(idle, () -> expired(ctx));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        heard = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), heard, (ByteBuf) bytes);
        if (!couldBeHttp2()) {
            arrival.speakHttp1(face);
            giveWay(ctx);
        } else if (heard.readableBytes() >= OF_HTTP_2.length) {
            arrival.speakHttp2(face);
            giveWay(ctx);
        }
    }

    private boolean couldBeHttp2() {
        for (int i = 0; i < Math.min(heard.readableBytes(), OF_HTTP_2.length); i++) {
            if (heard.getByte(heard.readerIndex() + i) != OF_HTTP_2[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            expired(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    // Half a preface is a request line that does not go on, which others know how to answer.
    private void expired(ChannelHandlerContext ctx) {
        if (heard.isReadable()) {
            arrival.speakHttp1(face);
            giveWay(ctx);
            ctx.pipeline().fireChannelReadComplete();
        } else {
            ctx.close();
        }
    }

    private void giveWay(ChannelHandlerContext ctx) {
        deadline.cancel();
        var bytes = heard;
        heard = Unpooled.EMPTY_BUFFER;
        ctx.fireChannelRead(bytes);
        ctx.pipeline().remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
        heard.release();
        heard = Unpooled.EMPTY_BUFFER;
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
