package io.labnet.dns.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;

/** A connection as Java has it, on any system. */
final class ChannelConnection implements UdpConnection {
    private final DatagramChannel channel;
    private final InetSocketAddress local;

    private ChannelConnection(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
    }

    static ChannelConnection to(InetSocketAddress server) throws IOException {
        var channel = DatagramChannel.open(family(server));
        try {
            return new ChannelConnection(channel.connect(server));
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
    }

    // A socket for both families takes the longer way through the kernel for IPv4.
    private static ProtocolFamily family(InetSocketAddress server) {
        return server.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public void send(byte[] query) throws IOException {
        channel.write(ByteBuffer.wrap(query));
    }

    @Override
    public byte[] receive(int patienceMillis) throws IOException {
        var socket = channel.socket();
        socket.setSoTimeout(patienceMillis);
        var packet = new DatagramPacket(new byte[REPLY_BYTES_MAX], REPLY_BYTES_MAX);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
