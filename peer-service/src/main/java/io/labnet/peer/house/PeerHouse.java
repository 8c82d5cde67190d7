package io.labnet.peer.house;

import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.peer.house.Admission.Admitted;
import io.labnet.peer.house.Admission.BadName;
import io.labnet.peer.house.Admission.HouseFull;
import io.labnet.peer.house.Admission.Impossible;
import io.labnet.peer.house.Admission.TooLarge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All peers of this process, by name. Those that were added come back after a restart. */
public final class PeerHouse {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    // Words that stand where a name does in the REST API.
    private static final Set<String> RESERVED = Set.of("counters", "events", "exchanges");
    private static final int FILES_MAX = 100;
    private static final long TICK_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(PeerHouse.class);

    private final Shelf shelf;
    private final AddressPool pool;
    private final long contentBytesMax;
    private final Surroundings surroundings;
    private final Map<String, Peer> peers = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("peers-tick").daemon().factory());
    private @Nullable Future<?> ticking;

    /**
     * A house without peers.
     *
     * @param root the folder of all peers' folders
     * @param contentBytesMax the longest content that a peer may keep
     */
    public PeerHouse(Path root, AddressPool pool, long contentBytesMax, Surroundings surroundings) {
        this.shelf = new Shelf(root);
        this.pool = pool;
        this.contentBytesMax = contentBytesMax;
        this.surroundings = surroundings;
    }

    /** Brings back the peers that were added before; one that cannot come back is left out. */
    public void start() throws IOException {
        for (var kept : shelf.all()) {
            try {
                moveIn(atHome(kept.profile()), kept.metainfo());
            } catch (IOException e) {
                LOG.warn("{} cannot come back", kept.profile().name(), e);
            }
        }
        ticking =
                clock.scheduleWithFixedDelay(
                        this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    // A container may come back with another address than the one that its peer had.
    private PeerProfile atHome(PeerProfile profile) {
        return pool.holds(profile.address().getAddress())
                ? profile
                : pool.free(takenAddresses()).map(profile::at).orElse(profile);
    }

    private void tick() {
        for (var peer : peers.values()) {
            try {
                peer.tick();
            } catch (RuntimeException bug) {
                // One peer's trouble must not stop the others' clock.
                LOG.error("{} could not do what was due", peer.profile().name(), bug);
            }
        }
    }

    private Peer moveIn(PeerProfile profile, Metainfo metainfo) throws IOException {
        var peer = new Peer(profile, metainfo, shelf.content(profile.name()), surroundings);
        peers.put(profile.name(), peer);
        peer.start();
        return peer;
    }

    /**
     * Starts a peer at an address of its own that is not of the pool; it is not brought back after
     * a restart.
     *
     * @throws IOException when the address cannot be had; the message names it
     */
    public synchronized Peer settle(PeerProfile profile, Metainfo metainfo) throws IOException {
        return moveIn(profile, metainfo);
    }

    /** Where a peer of this name keeps its content. */
    public Path contentFolder(String name) {
        return shelf.content(name);
    }

    /**
     * Starts one more peer.
     *
     * @param name empty for the house to choose one
     * @param source where the torrent came from, for people
     * @param uploadLimit bytes a second, 0 for none
     * @param downloadLimit bytes a second, 0 for none
     */
    public synchronized Admission admit(
            Metainfo metainfo, String name, String source, long uploadLimit, long downloadLimit) {
        var info = metainfo.info();
        if (info.lengthBytes() > contentBytesMax || info.files().size() > FILES_MAX) {
            return new TooLarge(
                    "A peer keeps at most "
                            + contentBytesMax
                            + " bytes in "
                            + FILES_MAX
                            + " files.");
        }
        var address = pool.free(takenAddresses());
        if (address.isEmpty()) {
            return new HouseFull(pool.size());
        }
        var chosen = name.isEmpty() ? nameFor(address.get()) : name;
        return nameProblem(chosen)
                .<Admission>map(BadName::new)
                .orElseGet(() ->
                        admit(
                                new PeerProfile(
                                        chosen, address.get(), source, uploadLimit, downloadLimit),
                                metainfo));
    }

    private Admission admit(PeerProfile profile, Metainfo metainfo) {
        try {
            var peer = moveIn(profile, metainfo);
            shelf.keep(profile, metainfo);
            return new Admitted(peer);
        } catch (IOException e) {
            LOG.warn("{} cannot move in", profile.name(), e);
            Optional.ofNullable(peers.remove(profile.name())).ifPresent(Peer::stop);
            return new Impossible(String.valueOf(e.getMessage()));
        }
    }

    private Set<InetAddress> takenAddresses() {
        return peers.values().stream()
                .map(peer -> peer.address().getAddress())
                .collect(Collectors.toSet());
    }

    // After the address, of which the last number is unlike all others'; unless somebody chose it.
    private String nameFor(InetSocketAddress address) {
        var number = address.getAddress().getAddress()[3] & 0xFF;
        return IntStream.iterate(number, n -> n + 1)
                .mapToObj(n -> "peer-" + n)
                .filter(name -> !peers.containsKey(name))
                .findFirst()
                .orElseThrow();
    }

    private Optional<String> nameProblem(String name) {
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            return Optional.of(
                    "A name has 1 to 40 lower-case letters, digits and hyphens, and is not one of "
                            + RESERVED
                            + ".");
        }
        return peers.containsKey(name)
                ? Optional.of("There is a peer '" + name + "' already.")
                : Optional.empty();
    }

    public Optional<Peer> find(String name) {
        return Optional.ofNullable(peers.get(name));
    }

    /** All peers, by name. */
    public List<Peer> all() {
        return List.copyOf(peers.values());
    }

    /** How many connections all peers have together. */
    public int connections() {
        return peers.values().stream().mapToInt(Peer::connections).sum();
    }

    /** How many changes there were on any peer. */
    public long changes() {
        return surroundings.changes().count();
    }

    /**
     * Stops a peer and forgets it, with what it has on disk.
     *
     * @return whether there was such a peer
     */
    public boolean remove(String name) throws IOException {
        var peer = peers.get(name);
        if (peer == null) {
            return false;
        }
        // Its name and address are free again only once it has left both.
        peer.stop();
        synchronized (this) {
            if (!peers.remove(name, peer)) {
                return false;
            }
            shelf.drop(name);
            return true;
        }
    }

    /** Stops all peers; what they have stays for the next start. */
    public void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        clock.shutdown();
        try (var farewells = Executors.newVirtualThreadPerTaskExecutor()) {
            peers.values().forEach(peer -> farewells.execute(peer::stop));
        }
        peers.clear();
    }
}
