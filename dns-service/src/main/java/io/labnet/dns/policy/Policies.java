package io.labnet.dns.policy;

import io.labnet.dns.policy.Health.Target;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.network.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The policies of all zones, and the only way to change them: on disk first, then in force. */
public final class Policies {
    /** So many there can be. */
    public static final int POLICIES_MAX = 1000;

    /** Where nothing is kept. */
    private static final Policies NONE = new Policies();

    /**
     * A policy, and what was last made of it.
     *
     * @param plan null where it is not in force
     */
    private record Made(Zone zone, long generation, @Nullable Plan plan) {}

    private static final class Standing {
        final Policy policy;
        volatile @Nullable Made made;

        Standing(Policy policy) {
            this.policy = policy;
        }
    }

    /** What holds for one zone; it never changes. */
    private record Ruled(
            @Nullable Boolean rotates, Map<SetKey, Standing> standing, boolean hasWildcards) {
        static final Ruled NOTHING = new Ruled(null, Map.of(), false);

        static Ruled of(@Nullable Boolean rotates, Collection<Policy> policies) {
            var standing = new HashMap<SetKey, Standing>();
            policies.forEach(policy -> standing.put(policy.of(), new Standing(policy)));
            var wild = standing.keySet().stream().anyMatch(key -> key.owner().isWild());
            return new Ruled(rotates, Map.copyOf(standing), wild);
        }

        List<Policy> policies() {
            return standing.values().stream()
                    .map(s -> s.policy)
                    .sorted(Comparator.comparing(Policy::of))
                    .toList();
        }
    }

    private final @Nullable PolicyFiles files;
    private final Function<Name, @Nullable Zone> zones;
    private final @Nullable HealthWatch watch;
    private final boolean rotatesUsually;
    private final IntUnaryOperator random;
    private final Map<Name, Ruled> ruled = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();
    private final Turns turns = new Turns();

    /**
     * No policies yet.
     *
     * @param zones gives the version of a zone that is now in service; null when there is none
     * @param rotatesUsually whether the sets of a zone rotate of which nobody has said
     * @param random gives a number below its argument; for several threads at once
     */
    public Policies(
            PolicyFiles files,
            Function<Name, @Nullable Zone> zones,
            HealthWatch watch,
            boolean rotatesUsually,
            IntUnaryOperator random) {
        this.files = files;
        this.zones = zones;
        this.watch = watch;
        this.rotatesUsually = rotatesUsually;
        this.random = random;
        watch.tell(this::turned);
    }

    private Policies() {
        this.files = null;
        this.zones = _ -> null;
        this.watch = null;
        this.rotatesUsually = false;
        this.random = bound -> ThreadLocalRandom.current().nextInt(bound);
    }

    /** No policies, ever. */
    public static Policies none() {
        return NONE;
    }

    /**
     * Takes what is kept of a zone.
     *
     * @throws ZoneFault when it cannot be read
     */
    public synchronized void load(Name origin) throws ZoneFault {
        var kept = files == null ? null : files.load(origin);
        if (kept != null) {
            put(origin, Ruled.of(kept.rotates(), kept.policies()));
        }
    }

    /** A zone is gone, and its files with it. */
    public synchronized void forget(Name origin) {
        ruled.remove(origin);
        turned();
        watchTargets();
    }

    /** Another number whenever somebody may be told something else. */
    public long generation() {
        return generation.get();
    }

    private void turned() {
        generation.incrementAndGet();
    }

    /** What one client is told, for one question. */
    public Steering steering(Network client) {
        return new Steering(this, client);
    }

    IntUnaryOperator random() {
        return random;
    }

    Turns turns() {
        return turns;
    }

    /** Whether the sets of a zone begin with another record each time. */
    public boolean rotates(Name origin) {
        var said = of(origin).rotates();
        return said == null ? rotatesUsually : said;
    }

    private Ruled of(Name origin) {
        return ruled.getOrDefault(origin, Ruled.NOTHING);
    }

    /** Sets {@link #rotates}. */
    public synchronized void rotate(Name origin, boolean rotates) {
        keep(origin, rotates, of(origin).policies());
    }

    /** How many there are. */
    public int size() {
        return ruled.values().stream().mapToInt(rules -> rules.standing().size()).sum();
    }

    /** All policies of a zone, by name and type. */
    public List<Policy> all(Name origin) {
        return of(origin).policies();
    }

    /** The policy of a set; null when there is none. */
    public @Nullable Policy policy(Name origin, SetKey set) {
        var standing = of(origin).standing().get(set);
        return standing == null ? null : standing.policy;
    }

    /**
     * Makes a policy that of its set.
     *
     * @param seen asked before, about the policy that there is, and may throw
     * @throws BadPolicy when it names records that are not there
     * @throws PolicyConflict when there is no room for it, or the zone is signed
     */
    public synchronized void put(Zone zone, Policy policy, Consumer<@Nullable Policy> seen)
            throws BadPolicy, PolicyConflict {
        seen.accept(policy(zone.origin(), policy.of()));
        // A signature is that of a whole set (RFC 4034 section 3.1.8.1).
        if (!isAllowed(zone, policy)) {
            throw new PolicyConflict(
                    "the zone is signed, and a signature is for the whole set: unsign it first");
        }
        Named.require(policy.kind(), zone.records(policy.of().owner(), policy.of().type()));
        var policies = new TreeMap<SetKey, Policy>();
        of(zone.origin()).policies().forEach(p -> policies.put(p.of(), p));
        policies.put(policy.of(), policy);
        requireRoom(zone, policies.values());
        keep(zone.origin(), of(zone.origin()).rotates(), policies.values());
    }

    private void requireRoom(Zone zone, Collection<Policy> wanted) throws PolicyConflict {
        var others = new HashMap<>(ruled);
        others.remove(zone.origin());
        var count = others.values().stream().mapToInt(r -> r.standing().size()).sum();
        if (count + wanted.size() > POLICIES_MAX) {
            throw new PolicyConflict(POLICIES_MAX + " policies are the most");
        }
        var targets = new HashSet<Target>();
        others.forEach((origin, r) -> targets.addAll(targets(zones.apply(origin), r.policies())));
        targets.addAll(targets(zone, wanted));
        if (targets.size() > HealthWatch.TARGETS_MAX) {
            throw new PolicyConflict(
                    HealthWatch.TARGETS_MAX + " addresses are the most that can be checked");
        }
    }

    /**
     * Takes the policy of a set away.
     *
     * @return whether there was one
     */
    public synchronized boolean remove(Name origin, SetKey set) {
        if (policy(origin, set) == null) {
            return false;
        }
        var policies = new ArrayList<>(of(origin).policies());
        policies.removeIf(policy -> policy.of().equals(set));
        keep(origin, of(origin).rotates(), policies);
        return true;
    }

    private void keep(Name origin, @Nullable Boolean rotates, Collection<Policy> policies) {
        if (files == null) {
            throw new IllegalStateException("nothing is kept here");
        }
        files.save(origin, rotates, policies);
        put(origin, Ruled.of(rotates, policies));
    }

    private void put(Name origin, Ruled next) {
        ruled.put(origin, next);
        turned();
        watchTargets();
    }

    /** A zone has changed, and perhaps the addresses of which a check is to be made. */
    public synchronized void changed(Zone zone) {
        if (of(zone.origin()).policies().stream().anyMatch(policy -> policy.check() != null)) {
            watchTargets();
        }
    }

    private void watchTargets() {
        if (watch == null) {
            return;
        }
        var targets = new HashSet<Target>();
        for (var entry : ruled.entrySet()) {
            var zone = zones.apply(entry.getKey());
            for (var target : targets(zone, entry.getValue().policies())) {
                // A set may have grown since its policy was put: the rest is told unchecked.
                if (targets.size() < HealthWatch.TARGETS_MAX) {
                    targets.add(target);
                }
            }
        }
        watch.watch(targets);
    }

    private static Set<Target> targets(@Nullable Zone zone, Collection<Policy> policies) {
        var targets = new HashSet<Target>();
        for (var policy : policies) {
            if (zone != null && policy.check() != null) {
                for (var record : zone.records(policy.of().owner(), policy.of().type())) {
                    targets.add(new Target(address(record), policy.check()));
                }
            }
        }
        return targets;
    }

    private static InetAddress address(Record record) {
        return switch (record) {
            case ARecord a -> a.getAddress();
            case AAAARecord aaaa -> aaaa.getAddress();
            default -> throw new IllegalArgumentException(record + " is no address");
        };
    }

    /** How a record is that may be checked; unknown where it is not. */
    public Condition condition(Policy policy, Record record) {
        return watch == null || policy.check() == null
                ? Condition.UNKNOWN
                : watch.of(new Target(address(record), policy.check()));
    }

    /** Whether a policy of a zone is not put aside, as one that selects is where it is signed. */
    public static boolean isAllowed(Zone zone, Policy policy) {
        return policy.keepsSetWhole() || !isSigned(zone);
    }

    private static boolean isSigned(Zone zone) {
        return !zone.records(zone.origin(), Type.DNSKEY).isEmpty();
    }

    /** The plan for a set as it is told; null where all of it is. */
    @Nullable Plan plan(Zone zone, List<Record> set) {
        var rules = of(zone.origin());
        var standing = rules.standing().isEmpty() ? null : standing(rules, zone, set.getFirst());
        if (standing == null) {
            return null;
        }
        var now = generation();
        var made = standing.made;
        if (made == null || made.zone() != zone || made.generation() != now) {
            made = new Made(zone, now, plan(standing.policy, zone, set));
            standing.made = made;
        }
        return made.plan();
    }

    private @Nullable Plan plan(Policy policy, Zone zone, List<Record> set) {
        return isSigned(zone)
                ? null
                : Plan.of(
                        policy.kind(), set, record -> condition(policy, record) != Condition.DOWN);
    }

    private static @Nullable Standing standing(Ruled rules, Zone zone, Record told) {
        var name = told.getName();
        var own = rules.standing().get(new SetKey(name, told.getType()));
        if (own != null || !rules.hasWildcards()) {
            return own;
        }
        // RFC 4592 section 3.3.1: what stands for the name is right below its closest encloser.
        var missing = name.labels() - zone.origin().labels() - (zone.path(name).size() - 1);
        return missing <= 0
                ? null
                : rules.standing().get(new SetKey(name.wild(missing), told.getType()));
    }
}
