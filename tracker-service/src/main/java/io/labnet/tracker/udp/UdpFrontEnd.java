package io.labnet.tracker.udp;

import io.labnet.bittorrent.tracker.UdpResponse;
import io.labnet.tracker.journal.Journal;
import io.labnet.tracker.journal.Journal.Ends;
import io.labnet.tracker.swarm.Tracker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tracker's UDP server: one thread an address, which reads, answers and reads again. */
public final class UdpFrontEnd implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpFrontEnd.class);
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private final Tracker tracker;
    private final Journal journal;
    private final ConnectionSecrets secrets;
    private final Clock clock;
    private final List<DatagramChannel> listeners = new ArrayList<>();

    public UdpFrontEnd(Tracker tracker, Journal journal, ConnectionSecrets secrets, Clock clock) {
        this.tracker = tracker;
        this.journal = journal;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Listens at one more address.
     *
     * @param address with port 0 to let the system choose one
     * @return the address with its port
     * @throws IOException naming the address, when it cannot be had
     */
    public InetSocketAddress listen(InetSocketAddress address) throws IOException {
        var channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "The tracker cannot listen at "
                            + address.getHostString()
                            + ":"
                            + address.getPort()
                            + " (UDP)",
                    e);
        }
        listeners.add(channel);
        var bound = (InetSocketAddress) channel.getLocalAddress();
        var answers = new UdpAnswers(tracker, journal, new ConnectionIds(clock, secrets));
        Thread.ofPlatform()
                .daemon()
                .name("tracker-udp-" + listeners.size())
                .start(() -> serve(channel, bound, answers));
        return bound;
    }

    @Override
    public void close() throws IOException {
        for (var listener : listeners) {
            listener.close();
        }
        listeners.clear();
    }

    private static void serve(
            DatagramChannel channel, InetSocketAddress bound, UdpAnswers answers) {
        var in = ByteBuffer.allocateDirect(2048);
        var out = ByteBuffer.allocateDirect(UdpResponse.LENGTH_MAX);
        while (channel.isOpen()) {
            try {
                var peer = (InetSocketAddress) channel.receive(in.clear());
                var answer = answers.answer(in.flip(), new Ends(peer, bound));
                if (answer.isPresent()) {
                    answer.get().write(out.clear());
                    channel.send(out.flip(), peer);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                // Such as a peer at an address that cannot be sent to.
                LOG.debug("A packet could not be answered", e);
            } catch (RuntimeException e) {
                LOG.error("A packet failed; this is a bug of ours", e);
            }
        }
    }
}
