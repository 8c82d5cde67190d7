package io.labnet.dns.server;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client's connection by HTTPS, and how it gets on. What counts is what was answered and taken:
 * a client that sends a byte now and then, or asks and asks but takes no answer, is idle.
 */
final class HttpsConnection {
    private final Channel channel;
    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile long progressNanos = System.nanoTime();

    HttpsConnection(Channel channel) {
        this.channel = channel;
    }

    InetSocketAddress client() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    InetSocketAddress server() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** A whole request was read. */
    void asked() {
        if (outstanding.getAndIncrement() == 0) {
            progressNanos = System.nanoTime();
        }
    }

    /** Its answer was taken, or is no longer wanted. */
    void answered() {
        outstanding.decrementAndGet();
        progressNanos = System.nanoTime();
    }

    void closeIfIdleSince(long nanos) {
        if (progressNanos - nanos < 0) {
            var _ = channel.close();
        }
    }
}
