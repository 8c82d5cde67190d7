package io.labnet.webcache.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.labnet.webcache.policy.CacheStatus;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Consumer;

/** A client's connection of HTTP/1.x becomes a tunnel (RFC 9110 section 9.3.6). */
final class EstablishedTunnel {
    // A 2xx to CONNECT has neither content nor framing.
    private static final byte[] ESTABLISHED =
            ("HTTP/1.1 200 Connection established\r\n"
                            + CacheStatus.FIELD
                            + ": "
                            + TunnelMouth.CACHE_STATUS
                            + "\r\n\r\n")
                    .getBytes(US_ASCII);

    private EstablishedTunnel() {}

    /**
     * Takes away all that understands what is said, and tells the client so.
     *
     * @param pipe adds what carries bytes from here to the other end
     */
    // A write that fails closes the channel, and the pipe tells the other end.
    @SuppressWarnings("FutureReturnValueIgnored")
    static void open(Channel channel, Consumer<Channel> pipe) {
        var pipeline = channel.pipeline();
        var spoken = List.copyOf(pipeline.toMap().values());
        // What has been read already goes down the pipe as its readers are taken away.
        pipe.accept(channel);
        spoken.reversed().stream()
                .filter(handler -> !(handler instanceof ConnectionCount))
                .filter(handler -> !(handler instanceof SslHandler))
                .forEach(pipeline::remove);
        channel.writeAndFlush(Unpooled.wrappedBuffer(ESTABLISHED));
    }
}
