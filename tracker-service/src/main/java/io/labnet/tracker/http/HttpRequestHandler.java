package io.labnet.tracker.http;

import io.labnet.tracker.journal.Journal.Ends;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one request at a time from a connection to its answer, and the answer back.
 *
 * <p>The next request is read when the answer is sent: a client that asks and asks but takes no
 * answer would otherwise fill the memory with them.
 */
final class HttpRequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRequestHandler.class);

    private final HttpAnswers answers;
    private final Executor answering;
    private final Ends ends;
    private boolean isAnswering;

    HttpRequestHandler(HttpAnswers answers, Executor answering, Ends ends) {
        this.answers = answers;
        this.answering = answering;
        this.ends = ends;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    // Bytes came, but no whole request: that read is used up (so FlowControlHandler counts).
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!isAnswering) {
            context.read();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!context.channel().isActive()) {
            // What a client had not ended when it left; nobody waits for an answer.
            return;
        }
        isAnswering = true;
        // The body may be gone by then; only the head is looked at.
        answering.execute(() -> answer(context, request));
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request) {
        try {
            send(context, request, answers.answer(request, ends));
        } catch (RuntimeException e) {
            exceptionCaught(context, e);
        }
    }

    private void send(
            ChannelHandlerContext context, FullHttpRequest request, FullHttpResponse answer) {
        if (request.decoderResult().isFailure()) {
            // Where this request ends and another begins is not known any more.
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            var _ = context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ =
                    context.writeAndFlush(answer)
                            .addListener(_ -> {
                                isAnswering = false;
                                context.read();
                            });
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
