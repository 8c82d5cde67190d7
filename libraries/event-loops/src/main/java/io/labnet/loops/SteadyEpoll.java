package io.labnet.loops;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Netty's epoll, but for one fault (seen in 4.2.17 and 4.2.18): a socket that waits for nothing is
 * taken out of epoll and then thought to be in it, so that what it waits for next fails. That is
 * where a client has ended its side while we were not reading: its connection would break off.
 *
 * <p>Here a socket stays in epoll, for news that come once (so a hang-up does not wake us for
 * ever).
 */
final class SteadyEpoll implements IoHandler {
    private final IoHandler epoll;

    private SteadyEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        var factory = EpollIoHandler.newFactory();
        return executor -> new SteadyEpoll(factory.newHandler(executor));
    }

    private record Registration(IoRegistration own) implements IoRegistration {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals")
        public <T> T attachment() {
            return own.attachment();
        }

        @Override
        public long submit(IoOps wanted) {
            return own.submit(wanted.equals(EpollIoOps.NONE) ? EpollIoOps.EPOLLET : wanted);
        }

        @Override
        public boolean isValid() {
            return own.isValid();
        }

        @Override
        public boolean cancel() {
            return own.cancel();
        }
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration(epoll.register(handle));
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return epoll.isCompatible(type);
    }
}
