package io.labnet.loops;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
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
    public record Sockets(IoHandlerFactory handlers, Class<? extends ServerChannel> listener) {
        /** So many event loops, whose threads are of Netty's own and bear this name. */
        public EventLoopGroup loops(int threads, String name) {
            // Threads of Netty's own find what belongs to them sooner.
            return new MultiThreadIoEventLoopGroup(
                    threads, new DefaultThreadFactory(name, true), handlers);
        }
    }

    /** This one, or nio where it is not there, which the log tells. */
    public Sockets sockets() {
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

    /** With what one connects to others from this loop: by the interface that serves it. */
    public static Class<? extends SocketChannel> client(EventLoop loop) {
        if (loop instanceof IoEventLoop served && served.isIoType(SteadyEpoll.class)) {
            return EpollSocketChannel.class;
        }
        if (loop instanceof IoEventLoop served && served.isIoType(IoUringIoHandler.class)) {
            return IoUringSocketChannel.class;
        }
        return NioSocketChannel.class;
    }

    /** Chooses from what is there. */
    Transport among(Predicate<Transport> there) {
        var wanted = this == AUTO ? EPOLL : this;
        return there.test(wanted) ? wanted : NIO;
    }

    /** Whether this machine has it. */
    public boolean isThere() {
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
