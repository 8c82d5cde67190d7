package io.labnet.tracker.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.TooLongHttpContentException;

/** Puts requests together with their bodies; one that is too long makes the request unreadable. */
final class ShortBodies extends HttpObjectAggregator {
    ShortBodies(int lengthBytesMax) {
        super(lengthBytesMax, true);
    }

    // Netty's own answer would pass those by that are still due, and read the body to its end.
    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        context.fireChannelRead(Unreadable.because(new TooLongHttpContentException()));
    }
}
