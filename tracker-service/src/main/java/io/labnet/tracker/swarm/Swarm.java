package io.labnet.tracker.swarm;

import io.labnet.bittorrent.tracker.SwarmCounts;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * The peers of one torrent; its owner guards it.
 *
 * <p>Adding, removing and picking one cost the same in a large swarm as in a small one.
 */
final class Swarm {
    /** A peer, and where it stands in the list that it is picked from. */
    private static final class Place {
        private final SwarmPeer peer;
        private int index;

        private Place(SwarmPeer peer) {
            this.peer = peer;
        }
    }

    // The longest silent first.
    private final SequencedMap<InetSocketAddress, Place> places = new LinkedHashMap<>();
    private final List<Place> seeds = new ArrayList<>();
    private final List<Place> leechers = new ArrayList<>();
    private int completed;
    private Instant touched;

    Swarm(Instant now) {
        this.touched = now;
    }

    int size() {
        return places.size();
    }

    int seedCount() {
        return seeds.size();
    }

    SwarmCounts counts() {
        return new SwarmCounts(seeds.size(), leechers.size(), completed);
    }

    List<SwarmPeer> peers() {
        return places.values().stream().map(place -> place.peer).toList();
    }

    boolean has(InetSocketAddress address) {
        return places.containsKey(address);
    }

    /** Whether nobody has been here since then. */
    boolean isDeserted(Instant since) {
        return places.isEmpty() && touched.isBefore(since);
    }

    void put(SwarmPeer peer) {
        remove(peer.address());
        var place = new Place(peer);
        var list = list(peer);
        place.index = list.size();
        list.add(place);
        places.put(peer.address(), place);
        touched = peer.announced();
    }

    /** Counts a finished download, but not that of a peer which is known to have it all already. */
    void complete(SwarmPeer peer) {
        var before = places.get(peer.address());
        if (before == null || !before.peer.isSeed()) {
            completed++;
        }
    }

    void remove(InetSocketAddress address) {
        var place = places.remove(address);
        if (place != null) {
            unlist(place);
        }
    }

    /** Forgets who has not announced since then. */
    void expire(Instant since) {
        for (var eldest = places.firstEntry();
                eldest != null && eldest.getValue().peer.announced().isBefore(since);
                eldest = places.firstEntry()) {
            remove(eldest.getKey());
        }
    }

    /** Picks others at random; a seed has no use for seeds. */
    List<SwarmPeer> neighbours(SwarmPeer asking, int wanted, RandomGenerator random) {
        var mySeeds = asking.isSeed() ? List.<Place>of() : seeds;
        var all = mySeeds.size() + leechers.size();
        // A leecher is stepped over itself, so that all others have the same chance.
        var own = asking.isSeed() ? null : places.get(asking.address());
        var skipped = own == null ? all : mySeeds.size() + own.index;
        var neighbours = new ArrayList<SwarmPeer>();
        for (var pick : sample(own == null ? all : all - 1, wanted, random)) {
            var index = pick < skipped ? pick : pick + 1;
            var place =
                    index < mySeeds.size()
                            ? mySeeds.get(index)
                            : leechers.get(index - mySeeds.size());
            // A host with two addresses may be here twice, under one id.
            if (!place.peer.id().equals(asking.id())) {
                neighbours.add(place.peer);
            }
        }
        return neighbours;
    }

    // Floyd's sample: as many steps as are wanted, however many there are to pick from.
    private static Iterable<Integer> sample(int of, int wanted, RandomGenerator random) {
        var picked = new HashSet<Integer>();
        for (int last = Math.max(0, of - wanted); last < of; last++) {
            if (!picked.add(random.nextInt(last + 1))) {
                picked.add(last);
            }
        }
        return picked;
    }

    private List<Place> list(SwarmPeer peer) {
        return peer.isSeed() ? seeds : leechers;
    }

    // The last one moves into the gap.
    private void unlist(Place place) {
        var list = list(place.peer);
        var last = list.removeLast();
        if (last != place) {
            list.set(place.index, last);
            last.index = place.index;
        }
    }
}
