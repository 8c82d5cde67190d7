package io.labnet.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportTest {
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void epoll_comes_along_with_the_program() {
        assertThat(Transport.EPOLL.isThere()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_not_there_is_replaced_by_nio(Transport transport) {
        assertThat(transport.among(other -> other == Transport.NIO)).isEqualTo(Transport.NIO);
    }

    @Test
    void who_has_no_wish_gets_epoll() {
        assertThat(Transport.AUTO.among(_ -> true)).isEqualTo(Transport.EPOLL);
        assertThat(Transport.IO_URING.among(_ -> true)).isEqualTo(Transport.IO_URING);
    }

    @ParameterizedTest
    @EnumSource
    void a_loop_connects_to_others_by_the_interface_that_serves_it(Transport transport) {
        assumeTrue(transport.isThere(), () -> "there is no " + transport + " here");
        var sockets = transport.sockets();
        var loops = sockets.loops(1, "transport-test");
        try {
            var nothing =
                    new ChannelInboundHandlerAdapter() {
                        @Override
                        public boolean isSharable() {
                            return true;
                        }
                    };
            var listener =
                    new ServerBootstrap()
                            .group(loops)
                            .channel(sockets.listener())
                            .childHandler(nothing)
                            .bind(new InetSocketAddress("127.0.0.1", 0))
                            .syncUninterruptibly()
                            .channel();
            var connected =
                    new Bootstrap()
                            .group(loops)
                            .channel(Transport.client(loops.next()))
                            .handler(nothing)
                            .connect(listener.localAddress())
                            .awaitUninterruptibly();
            assertThat(connected.isSuccess()).isTrue();
        } finally {
            var _ = loops.shutdownGracefully();
        }
    }
}
