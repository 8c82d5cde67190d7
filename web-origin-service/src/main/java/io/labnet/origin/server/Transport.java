package io.labnet.origin.server;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.Locale;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By which of the system's interfaces sockets are served. */
public enum Transport {
    /** Epoll where it is there, nio elsewhere. */
    AUTO,
    /** Linux. */
    EPOLL,
    /** Linux, newer; in containers it is often forbidden. */
    IO_URING,
    /** What every Java has. */
    NIO;

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    /** What a server is made of. */
    record Sockets(IoHandlerFactory loops, Class<? extends ServerChannel> listener) {}

    /** This one, or nio where it is not there, which the log tells. */
    Sockets sockets() {
        var chosen = among(Transport::isThere);
        if (this == AUTO) {
            LOG.info("Sockets are served by {}", chosen);
        } else if (chosen != this) {
            LOG.warn("Sockets are served by {}, for there is no {} here: {}", chosen, this, why());
        }
        return switch (chosen) {
            case AUTO -> throw new IllegalStateException("Auto is no transport but a choice");
            case EPOLL -> new Sockets(SteadyEpoll.newFactory(), EpollServerSocketChannel.class);
            case IO_URING ->
                    new Sockets(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
            case NIO -> new Sockets(NioIoHandler.newFactory(), NioServerSocketChannel.class);
        };
    }

    /** Chooses from what is there. */
    Transport among(Predicate<Transport> there) {
        var wanted = this == AUTO ? EPOLL : this;
        return there.test(wanted) ? wanted : NIO;
    }

    boolean isThere() {
        return switch (this) {
            case EPOLL -> Epoll.isAvailable();
            case IO_URING -> IoUring.isAvailable();
            case AUTO, NIO -> true;
        };
    }

    private String why() {
        var cause = this == IO_URING ? IoUring.unavailabilityCause() : Epoll.unavailabilityCause();
        return String.valueOf(cause);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
