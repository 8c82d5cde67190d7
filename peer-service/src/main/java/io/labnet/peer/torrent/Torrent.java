package io.labnet.peer.torrent;

import io.labnet.bittorrent.wire.MalformedMessage;
import io.labnet.bittorrent.wire.PeerMessage;
import io.labnet.bittorrent.wire.PeerMessage.Bitfield;
import io.labnet.bittorrent.wire.PeerMessage.Cancel;
import io.labnet.bittorrent.wire.PeerMessage.Choke;
import io.labnet.bittorrent.wire.PeerMessage.Have;
import io.labnet.bittorrent.wire.PeerMessage.Interested;
import io.labnet.bittorrent.wire.PeerMessage.KeepAlive;
import io.labnet.bittorrent.wire.PeerMessage.NotInterested;
import io.labnet.bittorrent.wire.PeerMessage.Piece;
import io.labnet.bittorrent.wire.PeerMessage.Request;
import io.labnet.bittorrent.wire.PeerMessage.Unchoke;
import io.labnet.bittorrent.wire.PeerMessage.Unknown;
import io.labnet.peer.content.Content;
import io.labnet.peer.piece.Block;
import io.labnet.peer.piece.Layout;
import io.labnet.peer.piece.PiecePicker;
import io.labnet.peer.piece.PiecePicker.Receipt.Unwanted;
import io.labnet.peer.piece.PiecePicker.Receipt.Wanted;
import io.labnet.peer.piece.PieceSet;
import io.labnet.peer.session.Connection;
import io.labnet.peer.session.Household.Conversation;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer's part in one torrent (BEP 3): hears what its neighbours say, and decides what to ask,
 * whom to serve, and what to believe.
 *
 * <p>One lock guards it all; each connection's reader comes in with what it heard. Hashing and
 * forcing to disk are done outside the lock. Sending never waits.
 */
public final class Torrent implements Conversation, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Torrent.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Content content;
    private final Layout layout;
    private final PieceSet ours;
    private final PiecePicker<Neighbour> picker;
    private final Serving serving;
    private final Counts counts;
    private final LongSupplier nanos;
    private final Runnable onChange;
    private final Traffic traffic;
    private final Map<Connection, Neighbour> neighbours = new LinkedHashMap<>();
    private final Strikes strikes = new Strikes();
    private State state;
    private String problem = "";

    /**
     * A part in a torrent.
     *
     * @param good which pieces of the content are good already
     * @param nanos the time, as {@link System#nanoTime()} tells it
     * @param onChange told, under the lock, that {@link #progress()} is not what it was
     */
    public Torrent(
            Content content,
            PieceSet good,
            RandomGenerator random,
            LongSupplier nanos,
            Counts counts,
            Runnable onChange) {
        this.content = content;
        this.layout = content.layout();
        this.ours = good.copy();
        this.picker = new PiecePicker<>(layout, ours, random);
        this.serving = new Serving(random, nanos.getAsLong());
        this.counts = counts;
        this.traffic = new Traffic(counts, nanos.getAsLong());
        this.nanos = nanos;
        this.onChange = onChange;
        this.state = ours.isComplete() ? State.SEEDING : State.DOWNLOADING;
    }

    @Override
    public boolean joined(Connection connection) {
        lock.lock();
        try {
            if (state == State.STOPPED || state == State.FAILED) {
                connection.close("we take no part any more");
            } else if (strikes.isBanned(addressOf(connection))) {
                connection.close("its pieces were bad");
            } else {
                settleTwins(connection);
            }
            // Asked once: whoever was welcomed is heard, and left, even if it is closed by now.
            var welcome = connection.isOpen();
            if (welcome) {
                welcome(connection);
            }
            return welcome;
        } finally {
            lock.unlock();
        }
    }

    /** Two peers that call each other at once must agree on which connection stays. */
    private void settleTwins(Connection connection) {
        for (var twin : neighbours.keySet()) {
            if (twin.remoteId().equals(connection.remoteId())) {
                var stays = connection.isPreferredTo(twin) ? connection : twin;
                (stays == twin ? connection : twin).close("we are connected already");
            }
        }
    }

    private void welcome(Connection connection) {
        neighbours.put(connection, new Neighbour(connection, layout.pieces(), nanos.getAsLong()));
        if (!ours.isEmpty()) {
            connection.send(new Bitfield(ours.bitfield()));
        }
        onChange.run();
    }

    @Override
    public void left(Connection connection) {
        lock.lock();
        try {
            var gone = neighbours.remove(connection);
            if (gone != null) {
                picker.gone(gone, gone.theirs);
                fillAll();
                reviewServing();
                onChange.run();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void heard(Connection connection, PeerMessage message) throws IOException {
        var checkable = -1;
        lock.lock();
        try {
            var neighbour = neighbours.get(connection);
            if (neighbour != null) {
                checkable = heard(neighbour, message);
            }
        } finally {
            lock.unlock();
        }
        if (checkable >= 0) {
            check(checkable);
        }
    }

    /** Returns the piece that can be checked now, or -1. */
    private int heard(Neighbour from, PeerMessage message) throws IOException {
        switch (message) {
            case KeepAlive(), Unknown(_) -> {}
            case Choke() -> choked(from);
            case Unchoke() -> {
                from.peerChoking = false;
                fill(from);
            }
            case Interested() -> interested(from, true);
            case NotInterested() -> interested(from, false);
            case Have(int piece) -> has(from, piece);
            case Bitfield(var bits) -> hasAll(from, bits);
            case Request(int piece, int begin, int length) ->
                    requested(from, new Block(piece, begin, length));
            case Cancel(int piece, int begin, int length) ->
                    from.connection.withdraw(new Block(piece, begin, length));
            case Piece(int piece, int begin, var bytes) -> {
                return received(from, new Block(piece, begin, bytes.remaining()), bytes);
            }
        }
        return -1;
    }

    // Whoever chokes us forgets what we asked it for (BEP 3), so others must be asked.
    private void choked(Neighbour from) {
        from.peerChoking = true;
        release(from);
    }

    private void release(Neighbour from) {
        from.forgetAsked();
        picker.release(from);
        fillAll();
    }

    private void interested(Neighbour from, boolean isInterested) {
        from.peerInterested = isInterested;
        reviewServing();
    }

    private void reviewServing() {
        serving.review(neighbours.values(), ours.isComplete(), nanos.getAsLong());
    }

    private void has(Neighbour from, int piece) throws MalformedMessage {
        if (piece < 0 || piece >= layout.pieces()) {
            throw new MalformedMessage("the peer has piece " + piece + ", which does not exist");
        }
        if (from.theirs.add(piece)) {
            picker.seen(piece);
        }
        review(from);
    }

    // BEP 3 wants a bitfield as the first message only, but aria2 sends one in place of many haves.
    private void hasAll(Neighbour from, ByteBuffer bits) throws MalformedMessage {
        var told = PieceSet.ofBitfield(bits, layout.pieces());
        if (told.isEmpty()) {
            throw new MalformedMessage("the bitfield is not one of " + layout.pieces() + " pieces");
        }
        told.get().stream().filter(from.theirs::add).forEach(picker::seen);
        review(from);
    }

    /** A neighbour's pieces or ours have changed: do we want something, is there any use in it? */
    private void review(Neighbour neighbour) {
        if (ours.isComplete() && neighbour.theirs.isComplete()) {
            neighbour.connection.close("both have everything");
            return;
        }
        var wants = neighbour.theirs.hasMoreThan(ours);
        if (wants != neighbour.amInterested) {
            neighbour.amInterested = wants;
            neighbour.send(wants ? new Interested() : new NotInterested());
        }
        fill(neighbour);
    }

    private void requested(Neighbour from, Block block) throws MalformedMessage {
        if (!layout.holds(block) || !ours.has(block.piece())) {
            throw new MalformedMessage("the peer asks for what we never offered: " + block);
        }
        // Asked before our choke had arrived: it knows by now that no answer will come (BEP 3).
        if (!from.amChoking) {
            from.connection.answer(block);
        }
    }

    private int received(Neighbour from, Block block, ByteBuffer bytes) throws IOException {
        var now = nanos.getAsLong();
        traffic.received(block, now);
        if (!layout.holds(block)) {
            throw new MalformedMessage("the peer sends what does not exist: " + block);
        }
        var checkable = -1;
        switch (picker.received(from, block)) {
            case Unwanted() -> from.wasted(block);
            case Wanted(var others, var completesPiece) -> {
                from.gave(block, now);
                others.forEach(other -> other.cancel(block));
                write(block, bytes);
                checkable = completesPiece ? block.piece() : -1;
            }
        }
        fill(from);
        return checkable;
    }

    private void write(Block block, ByteBuffer bytes) {
        try {
            content.write(block, bytes);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fill(Neighbour neighbour) {
        if (state == State.DOWNLOADING && neighbour.amInterested && !neighbour.peerChoking) {
            var now = nanos.getAsLong();
            var room = neighbour.room(now);
            if (room > 0) {
                neighbour.ask(picker.pick(neighbour, neighbour.theirs, room), now);
            }
        }
    }

    private void fillAll() {
        neighbours.values().forEach(this::fill);
    }

    /** All blocks of a piece are there: it counts once its hash is right, and not before. */
    private void check(int piece) {
        try {
            if (settled(piece, content.isGood(piece))) {
                content.force();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Returns whether this piece was the last that missed. */
    private boolean settled(int piece, boolean isGood) {
        lock.lock();
        try {
            if (state != State.DOWNLOADING) {
                return false;
            }
            if (isGood) {
                verified(piece);
            } else {
                failed(piece);
            }
            onChange.run();
            return state == State.SEEDING;
        } finally {
            lock.unlock();
        }
    }

    private void verified(int piece) {
        counts.pieceVerified();
        picker.verified(piece);
        for (var neighbour : List.copyOf(neighbours.values())) {
            neighbour.send(new Have(piece));
        }
        if (ours.isComplete()) {
            state = State.SEEDING;
        }
        List.copyOf(neighbours.values()).forEach(this::review);
    }

    private void failed(int piece) {
        counts.pieceFailed();
        var givers = picker.failed(piece);
        LOG.warn(
                "piece {} is not what the torrent says; it came from {} peers",
                piece,
                givers.size());
        if (givers.size() == 1) {
            var giver = givers.iterator().next();
            if (strikes.strike(addressOf(giver.connection))) {
                giver.connection.close("its pieces were bad");
            }
        }
        fillAll();
    }

    private void fail(IOException cause) {
        lock.lock();
        try {
            if (state != State.STOPPED) {
                LOG.error("the content cannot be kept", cause);
                state = State.FAILED;
                problem = "The content cannot be kept on disk: " + cause.getMessage();
                neighbours.keySet().forEach(c -> c.close("we failed"));
                onChange.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is due by time: a round of choking every ten seconds, a look for who snubs us. */
    public void tick() {
        lock.lock();
        try {
            var now = nanos.getAsLong();
            for (var neighbour : List.copyOf(neighbours.values())) {
                if (neighbour.isOverdue(now)) {
                    neighbour.isSnubbing = true;
                    release(neighbour);
                }
            }
            serving.tick(neighbours.values(), ours.isComplete(), now);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void read(Block block, ByteBuffer into) throws IOException {
        content.read(block, into);
    }

    @Override
    public void sent(Connection connection, Block block) {
        var now = nanos.getAsLong();
        traffic.sent(block, now);
        lock.lock();
        try {
            var neighbour = neighbours.get(connection);
            if (neighbour != null) {
                neighbour.taken.add(block.lengthBytes(), now);
            }
            onChange.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it makes sense to call a peer at this address. */
    public boolean wouldCall(InetAddress address) {
        lock.lock();
        try {
            return state != State.STOPPED && state != State.FAILED && !strikes.isBanned(address);
        } finally {
            lock.unlock();
        }
    }

    public Progress progress() {
        lock.lock();
        try {
            var now = nanos.getAsLong();
            return new Progress(
                    state,
                    problem,
                    ours.count(),
                    layout.pieces(),
                    layout.leftBytes(ours),
                    traffic.downloaded().total(),
                    traffic.uploaded().total(),
                    Math.round(traffic.downloaded().bytesPerSecond(now)),
                    Math.round(traffic.uploaded().bytesPerSecond(now)),
                    neighbours.size());
        } finally {
            lock.unlock();
        }
    }

    public List<NeighbourView> neighbours() {
        lock.lock();
        try {
            var now = nanos.getAsLong();
            return neighbours.values().stream().map(n -> n.view(now)).toList();
        } finally {
            lock.unlock();
        }
    }

    private static InetAddress addressOf(Connection connection) {
        return connection.remote().getAddress();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            state = state == State.FAILED ? state : State.STOPPED;
            neighbours.keySet().forEach(connection -> connection.close("we leave the swarm"));
            onChange.run();
        } finally {
            lock.unlock();
        }
        content.close();
    }
}
