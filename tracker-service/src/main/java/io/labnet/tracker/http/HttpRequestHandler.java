package io.labnet.tracker.http;

import io.labnet.tracker.journal.Journal.Ends;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one request at a time from a connection to its answer, and the answer back. */
final class HttpRequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRequestHandler.class);

    private final HttpAnswers answers;

    HttpRequestHandler(HttpAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        var channel = context.channel();
        var ends =
                new Ends(
                        (InetSocketAddress) channel.remoteAddress(),
                        (InetSocketAddress) channel.localAddress());
        var answer = answers.answer(request, ends);
        if (request.decoderResult().isFailure()) {
            // Where this request ends and another begins is not known any more.
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            var _ = context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = context.writeAndFlush(answer);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case TimeoutException _, IOException _ -> LOG.debug("A connection ended", cause);
            default -> LOG.error("A connection failed; this is a bug of ours", cause);
        }
        var _ = context.close();
    }
}
