package io.labnet.peer.house;

import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.wire.Handshake;
import io.labnet.peer.content.Content;
import io.labnet.peer.piece.Layout;
import io.labnet.peer.piece.PieceSet;
import io.labnet.peer.rate.TokenBucket;
import io.labnet.peer.session.Door;
import io.labnet.peer.session.Household;
import io.labnet.peer.torrent.NeighbourView;
import io.labnet.peer.torrent.Progress;
import io.labnet.peer.torrent.State;
import io.labnet.peer.torrent.Torrent;
import io.labnet.peer.tracker.Announcer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer of the house: a door at its own address, a part in one torrent, an announcer.
 *
 * <p>It holds its address from the start; what is on disk is checked behind the closed door.
 */
public final class Peer {
    static final int CONNECTIONS_MAX = 50;

    // A peer with so many connections waits to be called (BEP 3's common practice).
    private static final int DIAL_BELOW = 30;
    private static final String CLIENT = "-LN0100-";
    private static final int NUM_WANT = 50;
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    private final PeerProfile profile;
    private final Metainfo metainfo;
    private final Path folder;
    private final Surroundings surroundings;
    private final PeerId id = PeerId.random(CLIENT);
    private final Door door;
    private final Prospects prospects = new Prospects();
    private final Announcer announcer;
    private volatile @Nullable Torrent torrent;
    private volatile State stateWithoutTorrent = State.CHECKING;
    private volatile String problem = "";
    private volatile long changed;

    /**
     * A peer that holds its address, and does nothing yet.
     *
     * @param folder where the content is kept
     * @throws IOException when the address cannot be had; the message names it
     */
    Peer(PeerProfile profile, Metainfo metainfo, Path folder, Surroundings surroundings)
            throws IOException {
        this.profile = profile;
        this.metainfo = metainfo;
        this.folder = folder;
        this.surroundings = surroundings;
        this.door = new Door("peers-" + profile.name(), profile.address(), CONNECTIONS_MAX);
        var trackers = metainfo.trackers().stream().flatMap(List<URI>::stream).toList();
        this.announcer =
                new Announcer(
                        "peers-" + profile.name(),
                        trackers,
                        profile.address().getAddress(),
                        surroundings.http(),
                        new Member());
        change();
    }

    /** Checks what is on disk and joins the swarm, on a thread of its own. */
    void start() {
        Thread.ofVirtual().name("peers-" + profile.name() + "-check").start(this::join);
    }

    private void join() {
        try {
            var content = Content.open(metainfo.info(), folder);
            var part = part(content, content.check());
            synchronized (this) {
                if (stateWithoutTorrent == State.STOPPED) {
                    part.close();
                    return;
                }
                torrent = part;
                door.open(household(part));
                announcer.start();
            }
            change();
        } catch (IOException e) {
            LOG.warn("{} cannot keep its content", profile.name(), e);
            problem = "The content cannot be kept on disk: " + e.getMessage();
            stateWithoutTorrent = State.FAILED;
            change();
        }
    }

    private Torrent part(Content content, PieceSet good) {
        return new Torrent(
                content,
                good,
                new SplittableRandom(),
                System::nanoTime,
                surroundings.counts(),
                this::change);
    }

    private Household household(Torrent part) {
        var now = System.nanoTime();
        return new Household(
                Handshake.plain(metainfo.infoHash(), id),
                part,
                new TokenBucket(profile.uploadLimitBytesPerSecond(), now),
                new TokenBucket(profile.downloadLimitBytesPerSecond(), now),
                surroundings.wiretap());
    }

    private void change() {
        surroundings.changes().add(number -> changed = number);
    }

    /** The number of the house's change that was this peer's last. */
    public long changed() {
        return changed;
    }

    public PeerProfile profile() {
        return profile;
    }

    public Metainfo metainfo() {
        return metainfo;
    }

    /** Where the peer listens. */
    public InetSocketAddress address() {
        return door.address();
    }

    /** Whether a tracker knows the peer. */
    public boolean hasAnnounced() {
        return announcer.hasAnnounced();
    }

    /** Why no tracker answered the last time; empty when one did. */
    public String trackerProblem() {
        return announcer.problem();
    }

    /** How far the peer is; before it has looked at the disk it has nothing. */
    public Progress progress() {
        var joined = torrent;
        if (joined != null) {
            return joined.progress();
        }
        var info = metainfo.info();
        var pieces = info.pieceCount();
        return new Progress(
                stateWithoutTorrent, problem, 0, pieces, info.lengthBytes(), 0, 0, 0, 0, 0);
    }

    /** The connections with other peers. */
    public List<NeighbourView> neighbours() {
        var joined = torrent;
        return joined == null ? List.of() : joined.neighbours();
    }

    int connections() {
        return door.connections();
    }

    /** The finished file; nothing while pieces are missing, or when the torrent has many files. */
    public Optional<Path> file() {
        return progress().state() == State.SEEDING && metainfo.info().files().size() == 1
                ? Optional.of(Content.pathOf(metainfo.info(), folder))
                : Optional.empty();
    }

    /** How the torrent is cut. */
    public Layout layout() {
        return new Layout(metainfo.info().lengthBytes(), metainfo.info().pieceLengthBytes());
    }

    /** What is due by time; called every second or so. */
    void tick() {
        var joined = torrent;
        if (joined == null) {
            return;
        }
        var now = System.nanoTime();
        door.tick(now);
        joined.tick();
        while (door.connections() < DIAL_BELOW && door.mayDial()) {
            var next = prospects.next(now);
            if (next.isEmpty()) {
                return;
            }
            call(joined, next.get());
        }
    }

    private void call(Torrent joined, InetSocketAddress other) {
        if (joined.wouldCall(other.getAddress()) && !door.isConnectedTo(other)) {
            door.dial(other);
        }
        if (joined.progress().leftBytes() == 0) {
            // A seed that is new calls those who wait for it, once; others find it by themselves.
            prospects.forget(other);
        }
    }

    /** Leaves the swarm and says so to the tracker; what is on disk stays. */
    void stop() {
        try {
            synchronized (this) {
                stateWithoutTorrent = State.STOPPED;
                door.close();
                if (torrent != null) {
                    torrent.close();
                }
            }
            announcer.stop();
        } catch (IOException e) {
            LOG.warn("{} did not stop well", profile.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        change();
    }

    private final class Member implements Announcer.Member {
        @Override
        public AnnounceRequest announce(AnnounceEvent event) {
            var now = progress();
            return AnnounceRequest.of(
                            metainfo.infoHash(), id, address().getPort(), now.leftBytes(), event)
                    .withTransferred(now.uploadedBytes(), now.downloadedBytes())
                    .withNumWant(isSeed() && event != AnnounceEvent.STARTED ? 0 : NUM_WANT);
        }

        @Override
        public boolean isSeed() {
            return progress().leftBytes() == 0;
        }

        @Override
        public boolean isLonely() {
            var now = progress();
            return now.state() == State.DOWNLOADING && now.neighbours() == 0;
        }

        @Override
        public void meet(List<InetSocketAddress> others) {
            var now = System.nanoTime();
            others.stream()
                    .filter(other -> !other.equals(address()))
                    .filter(other -> surroundings.allowed().allow(other.getAddress()))
                    .forEach(other -> prospects.meet(other, now));
        }
    }
}
