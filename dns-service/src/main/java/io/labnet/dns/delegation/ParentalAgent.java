package io.labnet.dns.delegation;

import io.labnet.dns.delegation.Decision.Put;
import io.labnet.dns.delegation.Decision.Stay;
import io.labnet.dns.delegation.Decision.Why;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.Zones;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Asks the children of our signed zones that are served elsewhere which keys they have, from time
 * to time and when told to, and does what {@link CdsRules} say (RFC 7344 section 6). Where no zone
 * is signed here nobody is asked.
 */
public final class ParentalAgent implements AutoCloseable {
    /** So many delegations are looked after; others keep the DS records that they have. */
    public static final int DELEGATIONS_MAX = 10_000;

    static final int SERVERS_MAX = 13;
    static final int ADDRESSES_MAX = 16;
    private static final int AT_ONCE_MAX = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(ParentalAgent.class);

    /** Too many are being asked just now. */
    public static final class Busy extends Exception {
        private static final long serialVersionUID = 1L;

        Busy() {
            super(AT_ONCE_MAX + " children are being asked, and more wait", null, false, false);
        }
    }

    /** How children are asked, and what is done then. */
    public record Means(
            ChildApexes apexes,
            HostAddresses addresses,
            DelegationSigners signers,
            CdsRules rules,
            AgentTerms terms,
            AgentMeters meters) {}

    private record Key(Name zone, Name child) {}

    private final Zones zones;
    private final ChildSurvey survey;
    private final Means means;
    private final Clock clock;
    private final Map<Key, Standing> standing = new HashMap<>();
    // Zones of which not only single names have changed.
    private final Set<Name> unseen = new LinkedHashSet<>();
    private final Semaphore places = new Semaphore(AT_ONCE_MAX, true);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isClosed;

    /** An agent that sleeps. */
    public ParentalAgent(Zones zones, SignedZones signed, Means means, Clock clock) {
        this.zones = zones;
        this.survey = new ChildSurvey(zones, signed);
        this.means = means;
        this.clock = clock;
    }

    /** Looks into all zones, and from now on into each that changes. */
    public synchronized void start() {
        zones.all().forEach(zone -> unseen.add(zone.origin()));
        for (int i = 0; i < AT_ONCE_MAX; i++) {
            threads.add(Thread.ofVirtual().name("dns-parental-agent").start(this::work));
        }
    }

    /** Hears of a change. */
    public synchronized void changed(Zone zone, Name owner) {
        if (!owner.equals(zone.origin())) {
            see(zone, owner);
        } else {
            // It may have been signed, and may be the child that now is here, or no more.
            for (int above = 0; above < owner.labels(); above++) {
                var origin = new Name(owner, above);
                if (above == 0 || survey.isOurs(origin)) {
                    unseen.add(origin);
                }
            }
        }
        notifyAll();
    }

    /** How it is with the delegations of a zone that are looked after, by name. */
    public synchronized List<Standing> all(Name zone) {
        return standing.values().stream()
                .filter(it -> it.zone().equals(zone))
                .sorted(Comparator.comparing(Standing::child))
                .toList();
    }

    /**
     * Somebody says that a child has something new for its parent (RFC 9859): it is asked soon.
     *
     * @return false where it is none of ours
     */
    public synchronized boolean notified(Name child) {
        var isOurs = false;
        for (var entry : standing.entrySet()) {
            var it = entry.getValue();
            if (it.child().equals(child)) {
                isOurs = true;
                var soon = AgentTerms.soon(it, clock.instant());
                entry.setValue(soon.isBefore(it.due()) ? it.at(soon) : it);
            }
        }
        notifyAll();
        return isOurs;
    }

    /**
     * Asks a child now.
     *
     * @return empty where it is none that is looked after
     * @throws Busy when there is no room for that for some seconds
     */
    public Optional<Standing> look(Name zone, Name child) throws Busy {
        visitUnseen();
        var key = new Key(zone, child);
        if (find(key) == null) {
            return Optional.empty();
        }
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
        try {
            look(key);
        } finally {
            places.release();
        }
        return Optional.ofNullable(find(key));
    }

    private synchronized @Nullable Standing find(Key key) {
        return standing.get(key);
    }

    private void work() {
        try {
            while (!isClosed) {
                if (!step()) {
                    rest();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void rest() throws InterruptedException {
        for (var millis = restMillis(); millis > 0 && !isClosed; millis = restMillis()) {
            wait(millis);
        }
    }

    private synchronized long restMillis() {
        var due = standing.values().stream().map(Standing::due).min(Comparator.naturalOrder());
        var rest = due.map(next -> Duration.between(clock.instant(), next)).orElse(IDLE);
        return unseen.isEmpty() && rest.isPositive() ? rest.toMillis() + 1 : 0;
    }

    // Does one thing that is due; false when nothing is.
    boolean step() throws InterruptedException {
        if (visitUnseen()) {
            return true;
        }
        places.acquire();
        try {
            var next = take();
            if (next != null) {
                look(next);
            }
            return next != null;
        } finally {
            places.release();
        }
    }

    private boolean visitUnseen() {
        var hasSeen = false;
        for (var origin = nextUnseen(); origin != null; origin = nextUnseen()) {
            visit(origin);
            hasSeen = true;
        }
        return hasSeen;
    }

    private synchronized @Nullable Name nextUnseen() {
        var all = unseen.iterator();
        if (!all.hasNext()) {
            return null;
        }
        var next = all.next();
        all.remove();
        return next;
    }

    private void visit(Name origin) {
        var children = survey.foreign(origin);
        synchronized (this) {
            standing.keySet()
                    .removeIf(k -> k.zone().equals(origin) && !children.contains(k.child()));
            children.forEach(child -> begin(origin, child));
        }
    }

    private synchronized void see(Zone zone, Name owner) {
        if (survey.isForeign(zone, owner)) {
            begin(zone.origin(), owner);
        } else {
            standing.remove(new Key(zone.origin(), owner));
        }
    }

    private synchronized void begin(Name zone, Name child) {
        if (standing.size() < DELEGATIONS_MAX) {
            standing.computeIfAbsent(
                    new Key(zone, child), _ -> Standing.fresh(zone, child, clock.instant()));
        } else if (!standing.containsKey(new Key(zone, child))) {
            LOG.warn("{}: more than {} delegations", Names.text(child), DELEGATIONS_MAX);
        }
    }

    // Nobody else takes it while it is asked, unless that never ends.
    private synchronized @Nullable Key take() {
        var now = clock.instant();
        for (var entry : standing.entrySet()) {
            var it = entry.getValue();
            if (!it.due().isAfter(now)) {
                entry.setValue(it.at(now.plus(means.terms().every())));
                return entry.getKey();
            }
        }
        return null;
    }

    private void look(Key key) {
        var before = find(key);
        var zone = zones.zone(key.zone());
        if (before == null || zone == null) {
            return;
        }
        var signers = signers(zone, key.child());
        var decision = done(zone, new Cut(key.child(), signers, before.signed()));
        means.meters().decided(decision);
        log(before, signers, decision);
        settle(key, decision);
    }

    private Decision done(Zone zone, Cut cut) {
        try {
            var decision = means.rules().decide(cut, ask(zone, cut.child()), clock.instant());
            if (!isClosed && decision instanceof Put(var wanted, var _)) {
                var refusal = means.signers().replace(cut.child(), cut.signers(), wanted);
                return refusal == null ? decision : new Stay(Why.UNDONE, refusal);
            }
            return decision;
        } catch (RuntimeException refused) {
            LOG.error("The child {} cannot be looked after", Names.text(cut.child()), refused);
            return new Stay(Why.UNDONE, "the disk refuses, or there is a bug; the log says more");
        }
    }

    private static List<DSRecord> signers(Zone zone, Name child) {
        return zone.records(child, Type.DS).stream().map(DSRecord.class::cast).toList();
    }

    private List<Told> ask(Zone zone, Name child) {
        var told = new ArrayList<Told>();
        var servers = ChildSurvey.servers(zone, child);
        for (var server : servers) {
            var addresses = ChildSurvey.addresses(zone, server);
            if (addresses.isEmpty()) {
                addresses = means.addresses().of(server);
            }
            if (addresses.isEmpty()) {
                told.add(new Told.Nothing(server, "its address is not known"));
            }
            for (var address : addresses) {
                if (told.size() >= ADDRESSES_MAX || servers.size() > SERVERS_MAX) {
                    // Who is not asked cannot agree.
                    return List.of(new Told.Nothing(server, "there are too many to ask"));
                }
                try {
                    told.add(means.apexes().ask(child, server, address));
                } catch (IOException silent) {
                    told.add(new Told.Nothing(server, String.valueOf(silent.getMessage())));
                }
            }
        }
        return told;
    }

    private static void log(Standing before, List<DSRecord> signers, Decision decision) {
        var child = Names.text(before.child());
        switch (decision) {
            case Put(var wanted, var _) ->
                    LOG.info(
                            "{} is now led to by the DS records {}, as it wishes; before by {}",
                            child,
                            texts(wanted),
                            texts(signers));
            case Stay(var why, var detail) -> {
                var isQuiet = why == Why.UNCHANGED || why == Why.UNWISHED;
                if (!isQuiet && !before.isLike(decision)) {
                    LOG.warn("The DS records of {} stay as they are ({}): {}", child, why, detail);
                }
            }
        }
    }

    private static List<String> texts(List<DSRecord> signers) {
        return signers.stream().map(Record::rdataToString).toList();
    }

    private synchronized void settle(Key key, Decision decision) {
        standing.computeIfPresent(
                key, (_, it) -> it.after(decision, clock.instant(), means.terms()));
        notifyAll();
    }

    // An interrupt would close the file that is just written.
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        try {
            for (var thread : threads) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
