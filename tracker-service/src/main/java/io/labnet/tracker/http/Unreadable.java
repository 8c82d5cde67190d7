package io.labnet.tracker.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

/**
 * What stands for a request that did not come whole, as Netty's decoder has it for a bad head: so
 * all of them are answered in their turn, by one hand.
 */
final class Unreadable {
    private Unreadable() {}

    static FullHttpRequest because(Throwable cause) {
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        request.setDecoderResult(DecoderResult.failure(cause));
        return request;
    }
}
