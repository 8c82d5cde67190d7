package io.labnet.peer.choke;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Tit-for-tat (BEP 3; Cohen 2003, section 3): serve those who give most, and one more by chance,
 * who may turn out to give more still.
 *
 * <p>A decision on values: nothing is remembered but what {@link Decision} holds.
 */
public final class Choker {
    /** How many interested neighbours are served for what they give. */
    public static final int SLOTS_BY_RATE = 3;

    /** A decision is due every ten seconds; the optimistic slot goes on at every third. */
    public static final int ROUNDS_PER_OPTIMIST = 3;

    private static final int CHANCES_OF_A_NEW_PEER = 3;

    /**
     * Whom to serve.
     *
     * @param unchoked all who are served, the optimist among them
     * @param optimist who is served by chance; nobody when all who want are served anyway
     */
    public record Decision<P>(Set<P> unchoked, Optional<P> optimist) {
        public Decision {
            unchoked = Set.copyOf(unchoked);
        }

        public static <P> Decision<P> nobody() {
            return new Decision<>(Set.of(), Optional.empty());
        }
    }

    private final RandomGenerator random;

    public Choker(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Decides whom to serve until the next decision.
     *
     * @param last what was decided before
     * @param rotate whether the optimistic slot's time is up
     */
    public <P> Decision<P> decide(List<Candidate<P>> candidates, Decision<P> last, boolean rotate) {
        var unchoked = best(candidates);
        var optimist = optimist(candidates, unchoked, last, rotate);
        optimist.ifPresent(unchoked::add);
        return new Decision<>(unchoked, optimist);
    }

    /**
     * Whether those who are served are too few or too many, so that a decision should not wait for
     * its round: a slot is free, or whoever was unchoked while it wanted nothing wants something
     * now, and takes the slot of whoever gives least (BEP 3). Otherwise it does wait, lest peers be
     * choked and unchoked at every word.
     *
     * @param interested all who want something
     */
    public static <P> boolean isDueEarly(Collection<P> interested, Decision<P> last) {
        var served = interested.stream().filter(last.unchoked()::contains).count();
        return served != Math.min(interested.size(), SLOTS_BY_RATE + 1);
    }

    /**
     * Those who give most. Whoever gives more than the last of them but wants nothing yet is
     * unchoked too, and takes no slot (BEP 3), so that it need not wait once it wants something.
     */
    private static <P> Set<P> best(List<Candidate<P>> candidates) {
        var byRate =
                candidates.stream()
                        .filter(candidate -> !candidate.isSnubbing())
                        .sorted(
                                Comparator.comparingDouble((Candidate<P> c) -> c.bytesPerSecond())
                                        .reversed())
                        .toList();
        var unchoked = new HashSet<P>();
        var slots = SLOTS_BY_RATE;
        for (var candidate : byRate) {
            if (slots == 0) {
                break;
            }
            if (candidate.isInterested()) {
                unchoked.add(candidate.peer());
                slots--;
            } else if (candidate.bytesPerSecond() > 0) {
                unchoked.add(candidate.peer());
            }
        }
        return unchoked;
    }

    private <P> Optional<P> optimist(
            List<Candidate<P>> candidates, Set<P> best, Decision<P> last, boolean rotate) {
        var waiting =
                candidates.stream()
                        .filter(c -> c.isInterested() && !best.contains(c.peer()))
                        .toList();
        var stays =
                waiting.stream()
                        .map(Candidate::peer)
                        .filter(peer -> last.optimist().filter(peer::equals).isPresent())
                        .findFirst();
        if (stays.isPresent() && (!rotate || waiting.size() == 1)) {
            return stays;
        }
        return draw(waiting.stream().filter(c -> !stays.equals(Optional.of(c.peer()))).toList());
    }

    // Whoever is new has three chances where others have one (BEP 3): it has nothing to give yet.
    private <P> Optional<P> draw(List<Candidate<P>> waiting) {
        var lots = new ArrayList<P>();
        for (var candidate : waiting) {
            for (int i = 0; i < (candidate.isNew() ? CHANCES_OF_A_NEW_PEER : 1); i++) {
                lots.add(candidate.peer());
            }
        }
        return lots.isEmpty()
                ? Optional.empty()
                : Optional.of(lots.get(random.nextInt(lots.size())));
    }
}
