package io.labnet.peer.session;

import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.wire.Handshake;
import io.labnet.bittorrent.wire.MalformedMessage;
import io.labnet.bittorrent.wire.MessageCodec;
import io.labnet.bittorrent.wire.PeerMessage;
import io.labnet.peer.piece.Block;
import io.labnet.peer.session.Outbox.Outgoing;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one other peer: a thread that reads, and one that writes what waits in a bounded
 * outbox. Whoever sends never waits for the network.
 */
public final class Connection {
    /** A peer that said nothing for so long is gone: keep-alives come every two minutes (BEP 3). */
    public static final Duration IDLE_MAX = Duration.ofSeconds(150);

    private static final Duration KEEP_ALIVE_AFTER = Duration.ofSeconds(100);
    private static final Duration GREETING_MAX = Duration.ofSeconds(10);
    private static final Duration STUCK_MAX = Duration.ofSeconds(60);
    private static final int OUT_BYTES =
            MessageCodec.BLOCK_HEADER_BYTES + Block.LENGTH_BYTES_MAX + 256;
    private static final int IN_BYTES = 32 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final SocketChannel channel;
    private final boolean isIncoming;
    private final Household household;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final Outbox outbox = new Outbox();
    private final AtomicReference<@Nullable String> farewell = new AtomicReference<>();
    private volatile long heardAtNanos = System.nanoTime();
    private volatile long stuckSinceNanos = Long.MAX_VALUE;
    private volatile @Nullable PeerId remoteId;
    private volatile @Nullable Thread reader;
    private volatile @Nullable Thread writer;

    Connection(SocketChannel channel, boolean isIncoming, Household household) throws IOException {
        this.channel = channel;
        this.isIncoming = isIncoming;
        this.household = household;
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.remote = (InetSocketAddress) channel.getRemoteAddress();
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /** Whether the other peer called. */
    public boolean isIncoming() {
        return isIncoming;
    }

    /** Who the other peer says it is; only once it has joined. */
    public PeerId remoteId() {
        return Objects.requireNonNull(remoteId);
    }

    /**
     * Of two connections between the same two peers: whether this is the one that stays, which both
     * sides find out alike. The one stays that the peer with the smaller id has called.
     */
    public boolean isPreferredTo(Connection twin) {
        var theyAreFirst = remoteId().compareTo(household.greeting().peerId()) < 0;
        return isIncoming != twin.isIncoming && isIncoming == theyAreFirst;
    }

    boolean hasGreeted() {
        return remoteId != null;
    }

    /** Reads until the connection ends, on the caller's thread. */
    void run(String threadName) {
        reader = Thread.currentThread();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var in = new BufferedInputStream(channel.socket().getInputStream(), IN_BYTES);
            var theirs = greet(in);
            remoteId = theirs.peerId();
            writer = Thread.ofVirtual().name(threadName + "-out").start(this::write);
            converse(in);
        } catch (MalformedMessage wrong) {
            close(Objects.requireNonNullElse(wrong.getMessage(), "malformed message"));
        } catch (IOException gone) {
            close("the connection broke: " + gone.getMessage());
        } finally {
            close("the connection ended");
        }
    }

    private void converse(InputStream in) throws IOException {
        if (!household.torrent().joined(this)) {
            return;
        }
        try {
            while (isOpen()) {
                var message = MessageCodec.read(in);
                heardAtNanos = System.nanoTime();
                household.wiretap().heard(remote, local, message);
                household.torrent().heard(this, message);
                if (message instanceof PeerMessage.Piece piece) {
                    waitFor(household.downloadLimit().take(piece.block().remaining(), now()));
                }
            }
        } catch (IOException broken) {
            close(Objects.requireNonNullElse(broken.getMessage(), "the connection broke"));
            throw broken;
        } finally {
            household.torrent().left(this);
        }
    }

    // Whoever calls speaks first; whoever is called may look at the info-hash before it answers.
    private Handshake greet(InputStream in) throws IOException {
        if (!isIncoming) {
            say(household.greeting());
        }
        var theirs = Handshake.decode(in.readNBytes(Handshake.LENGTH_BYTES));
        household.wiretap().heard(remote, local, theirs);
        if (!theirs.infoHash().equals(household.greeting().infoHash())) {
            throw new MalformedMessage("the peer wants another torrent: " + theirs.infoHash());
        }
        if (theirs.peerId().equals(household.greeting().peerId())) {
            throw new MalformedMessage("this is ourselves");
        }
        if (isIncoming) {
            say(household.greeting());
        }
        heardAtNanos = now();
        return theirs;
    }

    private void say(Handshake handshake) throws IOException {
        writeFully(handshake.encoded());
        household.wiretap().said(local, remote, handshake);
    }

    /** Sends a message in its turn; a peer that reads nothing is left. */
    public void send(PeerMessage message) {
        if (!outbox.offer(new Outgoing.Message(message))) {
            close("the peer does not read what we send");
        }
    }

    /** Sends a block in its turn; a peer that asks without end is left. */
    public void answer(Block block) {
        if (!outbox.offer(new Outgoing.Answer(block))) {
            close("the peer has more than " + Outbox.ANSWERS_MAX + " requests open");
        }
    }

    /** The peer does not want a block any more. */
    public void withdraw(Block block) {
        outbox.withdraw(block);
    }

    /** The peer is to get none of the blocks that it waits for. */
    public void withdrawAnswers() {
        outbox.withdrawAnswers();
    }

    private void write() {
        try {
            var out = ByteBuffer.allocateDirect(OUT_BYTES);
            while (isOpen()) {
                var next = outbox.take(KEEP_ALIVE_AFTER);
                if (isOpen()) {
                    write(next.orElse(new Outgoing.Message(new PeerMessage.KeepAlive())), out);
                }
            }
        } catch (IOException broken) {
            close("sending failed: " + broken.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            close("interrupted");
        }
    }

    private void write(Outgoing next, ByteBuffer out) throws IOException {
        switch (next) {
            case Outgoing.Message(var message) -> {
                writeFully(MessageCodec.encode(message));
                household.wiretap().said(local, remote, message);
            }
            case Outgoing.Answer(var block) -> {
                waitFor(household.uploadLimit().take(block.lengthBytes(), now()));
                out.clear();
                MessageCodec.putBlockHeader(out, block.piece(), block.begin(), block.lengthBytes());
                household.torrent().read(block, out);
                writeFully(out.flip());
                household.wiretap().said(local, remote, block);
                household.torrent().sent(this, block);
            }
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        stuckSinceNanos = now();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        stuckSinceNanos = Long.MAX_VALUE;
    }

    // Parked rather than asleep, so that closing need not interrupt, which would close files too.
    private void waitFor(long nanos) {
        var end = now() + nanos;
        for (long left = nanos; left > 0 && isOpen(); left = end - now()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Leaves when the peer has been silent or deaf for too long. */
    void tick(long nowNanos) {
        var silent = nowNanos - heardAtNanos;
        if (!hasGreeted() && silent > GREETING_MAX.toNanos()) {
            close("no handshake came");
        } else if (silent > IDLE_MAX.toNanos()) {
            close("nothing was heard for " + IDLE_MAX.toSeconds() + " s");
        } else if (nowNanos - stuckSinceNanos > STUCK_MAX.toNanos()) {
            close("the peer read nothing for " + STUCK_MAX.toSeconds() + " s");
        }
    }

    public boolean isOpen() {
        return farewell.get() == null;
    }

    /** Why the connection ended; nothing while it lasts. */
    public Optional<String> farewell() {
        return Optional.ofNullable(farewell.get());
    }

    /** Ends the connection; may be called more than once, the first reason counts. */
    public void close(String why) {
        if (!farewell.compareAndSet(null, why)) {
            return;
        }
        LOG.debug("{} and {} part: {}", local, remote, why);
        outbox.close();
        LockSupport.unpark(reader);
        LockSupport.unpark(writer);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {}", remote, e);
        }
    }

    private static long now() {
        return System.nanoTime();
    }
}
