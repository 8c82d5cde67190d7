package io.labnet.dns.server;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** UDP as Java has it, on any system: one packet at a time. */
final class ChannelSocket implements UdpSocket {
    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final ByteBuffer in = ByteBuffer.allocateDirect(PACKET_BYTES_MAX);
    private final ByteBuffer out = ByteBuffer.allocateDirect(PACKET_BYTES_MAX);
    private final byte[] packet = new byte[PACKET_BYTES_MAX];

    private ChannelSocket(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
    }

    /**
     * A socket.
     *
     * @param isShared whether others may hear a part of what comes to this address
     * @throws IOException when it cannot be had
     */
    static ChannelSocket open(InetSocketAddress address, boolean isShared, int bufferBytes)
            throws IOException {
        // A socket for both families would take the longer way through the kernel for IPv4 too.
        var family =
                address.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6;
        var channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
            if (isShared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            return new ChannelSocket(channel.bind(address));
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void exchange(Answering answering) throws IOException {
        in.clear();
        var from = (InetSocketAddress) channel.receive(in);
        var length = in.flip().remaining();
        in.get(0, packet, 0, length);
        if (answering.answer(packet, length, from, out.clear())) {
            channel.send(out, from);
        }
    }

    @Override
    public void send(ByteBuffer reply, InetSocketAddress to) throws IOException {
        channel.send(reply, to);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
