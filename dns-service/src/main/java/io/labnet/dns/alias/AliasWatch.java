package io.labnet.dns.alias;

import io.labnet.dns.alias.AddressLookup.Answer;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Alias;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.TimeToLive;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.Zones;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Keeps the addresses beside ALIAS records those of the names that they lead to. Each is looked
 * into when the TTL of the last answer has passed; what anybody else puts there is put right.
 */
public final class AliasWatch implements AutoCloseable {
    /** So many are looked into; the addresses of others stay as they are. */
    public static final int ALIASES_MAX = 256;

    private static final int ADDRESSES_MAX = 32;
    private static final int THREADS = 4;
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(AliasWatch.class);

    private record Key(Name zone, Name owner) {}

    private final Zones zones;
    private final AddressLookup lookup;
    private final AliasTerms terms;
    private final Clock clock;
    private final Runnable failed;
    private final Map<Key, Standing> standing = new HashMap<>();
    // Zones of which not only single names have changed.
    private final Set<Name> unseen = new LinkedHashSet<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * A watch that sleeps.
     *
     * @param failed hears of each look in vain
     */
    public AliasWatch(
            Zones zones, AddressLookup lookup, AliasTerms terms, Clock clock, Runnable failed) {
        this.zones = zones;
        this.lookup = lookup;
        this.terms = terms;
        this.clock = clock;
        this.failed = failed;
    }

    /** Looks into all zones, and from now on into each that changes. */
    public synchronized void start() {
        zones.all().forEach(zone -> unseen.add(zone.origin()));
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().name("dns-alias").start(this::work));
        }
    }

    /** Hears of a change. */
    public synchronized void changed(Zone zone, Name owner) {
        if (owner.equals(zone.origin())) {
            unseen.add(owner);
        } else {
            see(zone, owner);
        }
        notifyAll();
    }

    /** How it is with the ALIAS records of a zone. */
    public synchronized List<Standing> all(Name zone) {
        return standing.values().stream()
                .filter(it -> it.zone().equals(zone))
                .sorted(Comparator.comparing(Standing::owner))
                .toList();
    }

    private void work() {
        try {
            while (true) {
                if (!step()) {
                    rest();
                }
            }
        } catch (InterruptedException closed) {
            LOG.debug("{} has ended", Thread.currentThread().getName());
        }
    }

    private synchronized void rest() throws InterruptedException {
        var millis = restMillis();
        while (millis > 0) {
            wait(millis);
            millis = restMillis();
        }
    }

    private synchronized long restMillis() {
        var now = clock.instant();
        var due = standing.values().stream().map(Standing::due).min(Comparator.naturalOrder());
        var rest = due.map(next -> Duration.between(now, next)).orElse(IDLE);
        return unseen.isEmpty() && rest.isPositive() ? rest.toMillis() + 1 : 0;
    }

    /** Does one thing that is due; false when nothing is. */
    boolean step() {
        var zone = nextUnseen();
        if (zone != null) {
            survey(zone);
            return true;
        }
        var next = take();
        if (next != null) {
            look(next);
        }
        return next != null;
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

    private void survey(Name origin) {
        var zone = zones.isSecondary(origin) ? null : zones.zone(origin);
        var owners = new HashSet<Name>();
        if (zone != null) {
            for (var record : zone) {
                if (record.getType() == Alias.TYPE) {
                    owners.add(record.getName());
                }
            }
        }
        synchronized (this) {
            standing.keySet().removeIf(k -> k.zone().equals(origin) && !owners.contains(k.owner()));
            if (zone != null) {
                owners.forEach(owner -> see(zone, owner));
            }
        }
    }

    private synchronized void see(Zone zone, Name owner) {
        var key = new Key(zone.origin(), owner);
        var alias = zones.isSecondary(zone.origin()) ? null : Alias.at(zone, owner);
        if (alias == null) {
            standing.remove(key);
            return;
        }
        var target = Alias.target(alias);
        var before = standing.get(key);
        if (before == null && standing.size() >= ALIASES_MAX) {
            LOG.warn("{}: more than {} ALIAS records", Names.text(owner), ALIASES_MAX);
        } else if (before == null || !before.target().equals(target)) {
            standing.put(key, Standing.fresh(zone.origin(), owner, target, clock.instant()));
        } else if (before.addresses() != null && !before.addresses().equals(told(zone, owner))) {
            standing.put(key, before.at(clock.instant()));
        }
    }

    private static List<String> told(Zone zone, Name owner) {
        return texts(
                Alias.ADDRESSES.stream().flatMap(t -> zone.records(owner, t).stream()).toList());
    }

    private static List<String> texts(List<Record> addresses) {
        return addresses.stream().map(Record::rdataToString).sorted().toList();
    }

    // Nobody else takes it while it is looked into, unless that never ends.
    private synchronized @Nullable Standing take() {
        var now = clock.instant();
        for (var entry : standing.entrySet()) {
            var it = entry.getValue();
            if (!it.due().isAfter(now)) {
                entry.setValue(it.at(now.plus(terms.retry())));
                return it;
            }
        }
        return null;
    }

    private void look(Standing it) {
        var v4 = lookup.look(it.target(), Type.A);
        var v6 = lookup.look(it.target(), Type.AAAA);
        var now = clock.instant();
        if (v4 instanceof Answer.Known(var some, var ttl)
                && v6 instanceof Answer.Known(var others, var otherTtl)) {
            var found = new ArrayList<>(some.stream().limit(ADDRESSES_MAX).toList());
            found.addAll(others.stream().limit(ADDRESSES_MAX).toList());
            var least = ttl.compareTo(otherTtl) < 0 ? ttl : otherTtl;
            if (settle(it, it.told(texts(found), now.plus(terms.held(least))))) {
                put(it, found);
            }
        } else {
            fail(it, now, v4 instanceof Answer.Unknown ? reason(v4) : reason(v6));
        }
    }

    private static String reason(Answer answer) {
        return answer instanceof Answer.Unknown(var reason) ? reason : "";
    }

    private void fail(Standing it, Instant now, String reason) {
        failed.run();
        var since = it.failingSince() == null ? now : it.failingSince();
        var isStale = Duration.between(since, now).compareTo(terms.staleMax()) >= 0;
        var told = isStale ? List.<String>of() : it.addresses();
        if (settle(it, it.failed(told, since, now.plus(terms.retry()), reason)) && isStale) {
            LOG.warn("{} leads to {}: {}", Names.text(it.owner()), it.target(), reason);
            put(it, List.of());
        }
    }

    /** False when somebody has changed the record meanwhile: the answer is to another question. */
    private synchronized boolean settle(Standing asked, Standing next) {
        var key = new Key(asked.zone(), asked.owner());
        var now = standing.get(key);
        if (now == null || !now.target().equals(asked.target())) {
            return false;
        }
        standing.put(key, next);
        notifyAll();
        return true;
    }

    private void put(Standing it, List<Record> found) {
        try {
            var change = zones.change(it.zone(), newest -> wanted(newest, it, found));
            if (change instanceof Change.Refused(var reason)) {
                LOG.warn("{} cannot be given its addresses: {}", Names.text(it.owner()), reason);
            }
        } catch (RuntimeException refused) {
            LOG.error("{} cannot be given its addresses", Names.text(it.owner()), refused);
        }
    }

    private static @Nullable Difference wanted(Zone newest, Standing it, List<Record> found) {
        var alias = Alias.at(newest, it.owner());
        if (alias == null || !Alias.target(alias).equals(it.target())) {
            return null;
        }
        var draft = new Draft(newest);
        Alias.ADDRESSES.forEach(type -> draft.remove(it.owner(), type));
        for (var address : found) {
            draft.add(TimeToLive.of(address.withName(it.owner()), alias.getTTL()));
        }
        return draft.difference();
    }

    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
        threads.clear();
    }
}
