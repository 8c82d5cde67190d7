package io.labnet.dns.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;

/**
 * Puts requests together with their bodies; of one that is too long remains a request that could
 * not be read, so that it is answered in its turn.
 */
final class WholeRequests extends HttpObjectAggregator {
    WholeRequests(int bodyBytesMax) {
        super(bodyBytesMax, true);
    }

    // Netty's own answer would overtake those that are still due.
    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        var unread = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        unread.setDecoderResult(DecoderResult.failure(new TooLongHttpContentException()));
        context.fireChannelRead(unread);
    }
}
