package io.labnet.webcache.proxy;

import io.labnet.webcache.access.Visit;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.policy.Forward;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client's end of a tunnel: a whole connection, or one stream of HTTP/2. */
interface TunnelMouth {
    /** How the opening came about (RFC 9211). */
    String CACHE_STATUS = CacheStatus.forwarded(Forward.METHOD, false);

    EventLoop loop();

    InetSocketAddress remote();

    InetSocketAddress local();

    boolean isOpen();

    /** What is known of the request so far, for whoever answers it to the end. */
    @Nullable Visit handOver();

    /** The tunnel did not come about; more requests may. */
    void noTunnel();

    /**
     * Says that the tunnel is there, and takes away all that understands what is said.
     *
     * @param host the other end
     * @param pipe adds what carries bytes from here to there
     * @return where bytes are written to, and come from
     */
    Channel open(Channel host, Consumer<Channel> pipe);
}
