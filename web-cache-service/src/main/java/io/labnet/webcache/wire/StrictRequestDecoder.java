package io.labnet.webcache.wire;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Reads requests, and refuses where Netty would repair (RFC 9112 section 11.2). */
public final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final int PIECE_BYTES_MAX = 65_536;

    /** Limits in bytes, of the request line and of the header section. */
    public StrictRequestDecoder(int lineBytesMax, int headBytesMax) {
        super(config(lineBytesMax, headBytesMax));
    }

    static HttpDecoderConfig config(int lineBytesMax, int headBytesMax) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(lineBytesMax)
                .setMaxHeaderSize(headBytesMax)
                .setMaxChunkSize(PIECE_BYTES_MAX)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException(
                "Content-Length and Transfer-Encoding contradict each other");
    }
}
