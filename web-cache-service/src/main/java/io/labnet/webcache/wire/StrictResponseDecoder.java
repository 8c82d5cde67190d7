package io.labnet.webcache.wire;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Reads responses, and refuses where Netty would repair (RFC 9112 section 11.2). */
public final class StrictResponseDecoder extends HttpResponseDecoder {
    private boolean answersHead;

    /** Limits in bytes, of the status line and of the header section. */
    public StrictResponseDecoder(int lineBytesMax, int headBytesMax) {
        super(StrictRequestDecoder.config(lineBytesMax, headBytesMax));
    }

    /** Tells what the next response answers: one to HEAD has no content (RFC 9112 section 6.3). */
    public void expectAnswerTo(String method) {
        answersHead = method.equals("HEAD");
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return answersHead || super.isContentAlwaysEmpty(message);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException(
                "Content-Length and Transfer-Encoding contradict each other");
    }
}
