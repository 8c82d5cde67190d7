package io.labnet.dns.zone;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.labnet.dns.message.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Serial;
import org.xbill.DNS.Type;

/**
 * The zones that this process serves, and the only way to change them: on disk first, then in
 * service, then known to whoever watches.
 */
public final class Zones {
    /** Of a change that touches more names than this, watchers hear as one of the whole zone. */
    private static final int OWNERS_TOLD_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Zones.class);

    /** Hears of each change, after it is in service. */
    public interface Watcher {
        void changed(Zone zone, Name owner);
    }

    /** Decides a change on the version that is the newest then, which nobody else changes now. */
    public interface Edit {
        /**
         * What is to be changed.
         *
         * @return null when nothing is
         * @throws ZoneFault when it cannot be done
         */
        @Nullable Difference decide(Zone newest) throws ZoneFault;
    }

    /**
     * How a zone came to be what it is.
     *
     * @param differences since the version that was asked for, oldest first; null when that one is
     *     not known any more
     */
    public record History(Zone zone, @Nullable List<Difference> differences) {}

    private final ZoneFiles files;
    private final Completion completion;
    private final Map<Name, KeptZone> kept = new ConcurrentHashMap<>();
    private final Set<Name> secondaries = ConcurrentHashMap.newKeySet();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final AtomicLong generation = new AtomicLong();

    public Zones(ZoneFiles files) {
        this(files, Completion.NONE);
    }

    /**
     * The zones of some files.
     *
     * @param completion of all changes but those of secondary zones
     */
    public Zones(ZoneFiles files, Completion completion) {
        this.files = files;
        this.completion = completion;
    }

    /**
     * Takes a zone into service.
     *
     * @throws ZoneFault when it has no file, or a bad one, or is not what its digest says
     */
    public void load(Name origin) throws ZoneFault {
        var began = System.nanoTime();
        var zone = KeptZone.load(files, origin);
        if (!completion.makesDigestOf(origin)) {
            ZoneDigest.require(zone.last());
        }
        kept.put(origin, zone);
        generation.incrementAndGet();
        LOG.info(
                "{} is loaded: serial {}, {} records, {} ms",
                Names.text(origin),
                zone.last().soa().getSerial(),
                zone.last().size(),
                NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /**
     * Takes a zone into service that is a copy of another server's, as far as it was ever fetched.
     */
    public void loadSecondary(Name origin) {
        secondaries.add(origin);
        try {
            if (files.isKept(origin)) {
                load(origin);
            }
        } catch (ZoneFault fault) {
            LOG.warn("A copy cannot be used, and is fetched anew: {}", fault.reason());
        }
    }

    public boolean isSecondary(Name origin) {
        return secondaries.contains(origin);
    }

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /**
     * Another number after every change of what is in service, before anybody is told that it is
     * made.
     */
    public long generation() {
        return generation.get();
    }

    /** The version now in service; null when there is no such zone here, or it has expired. */
    public @Nullable Zone zone(Name origin) {
        var zone = kept.get(origin);
        return zone == null ? null : zone.zone();
    }

    /** The version on disk, in service or expired; null when there is none. */
    public @Nullable Zone held(Name origin) {
        var zone = kept.get(origin);
        return zone == null ? null : zone.last();
    }

    /** All zones in service, in canonical order. */
    public List<Zone> all() {
        return kept.values().stream()
                .map(KeptZone::zone)
                .filter(Objects::nonNull)
                .sorted((a, b) -> a.origin().compareTo(b.origin()))
                .toList();
    }

    /** What has changed since a version; null when there is no such zone in service. */
    public @Nullable History since(Name origin, long serial) {
        var zone = kept.get(origin);
        return zone == null ? null : zone.since(serial);
    }

    /** How many bytes all journals have together. */
    public long journalBytes() {
        return kept.values().stream().mapToLong(KeptZone::journalBytes).sum();
    }

    /** Adds a record; one that stands there already changes nothing, not even the serial. */
    public Change add(Name origin, Record record) {
        return change(origin, zone -> zone.contains(record) ? null : with(zone, record));
    }

    private static @Nullable Difference with(Zone zone, Record record) throws ZoneFault {
        // A second one is not what anybody means who adds an SOA record.
        if (record.getType() == Type.SOA) {
            throw new ZoneFault("a zone has one SOA record, which can be replaced, not added to");
        }
        var draft = new Draft(zone);
        draft.add(record);
        return draft.difference();
    }

    /** Removes all records of one name and type. */
    public Change remove(Name origin, Name owner, int type) {
        if (type == Type.SOA && kept.containsKey(origin)) {
            return new Change.Refused("a zone cannot be without its SOA record");
        }
        var change =
                change(
                        origin,
                        zone -> {
                            var draft = new Draft(zone);
                            draft.remove(owner, type);
                            return draft.difference();
                        });
        return change instanceof Change.Done(var _, var owners) && owners.isEmpty()
                ? new Change.NoSuchRecords()
                : change;
    }

    /** Changes a zone, all or nothing. */
    public Change change(Name origin, Edit edit) {
        return changeAsIs(origin, newest -> completed(newest, edit.decide(newest)));
    }

    private @Nullable Difference completed(Zone newest, @Nullable Difference wanted)
            throws ZoneFault {
        var whole = wanted == null ? null : completion.complete(newest, wanted);
        return whole == null || completion.makesDigestOf(newest.origin())
                ? whole
                : ZoneDigest.withoutOld(newest, whole);
    }

    /** Changes a zone, all or nothing, for whoever completes changes. */
    public Change changeAsIs(Name origin, Edit edit) {
        if (isSecondary(origin)) {
            return new Change.Refused("the zone is a copy: change it at its primary");
        }
        return commit(origin, newest -> steps(edit.decide(newest)));
    }

    /**
     * Takes over a secondary zone's next versions from its primary, oldest first: the last of them,
     * or nothing (RFC 1995 section 4).
     */
    public Change receive(Name origin, List<Difference> differences) {
        return commit(origin, newest -> digested(newest, differences));
    }

    private static List<Difference> digested(Zone newest, List<Difference> differences)
            throws ZoneFault {
        var last = newest;
        for (var difference : differences) {
            last = last.apply(difference);
        }
        ZoneDigest.require(last);
        return differences;
    }

    /** Takes over a secondary zone as a whole from its primary. */
    public Change receive(Zone whole) {
        try {
            ZoneDigest.require(whole);
            return kept.containsKey(whole.origin())
                    ? commit(whole.origin(), zone -> replacing(zone, whole))
                    : begun(whole);
        } catch (ZoneFault fault) {
            return new Change.Refused(fault.reason());
        }
    }

    private synchronized Change begun(Zone whole) throws ZoneFault {
        // It may have ceased to be one while it was fetched.
        if (!isSecondary(whole.origin())) {
            return new Change.NoSuchZone();
        }
        kept.put(whole.origin(), KeptZone.create(files, whole));
        tell(whole, Set.of(whole.origin()));
        return new Change.Done(whole, Set.of(whole.origin()));
    }

    /** Takes a copy out of service and off the disk: it is none any more. */
    public synchronized void forgetSecondary(Name origin) {
        secondaries.remove(origin);
        delete(origin);
    }

    // A copy never makes up a serial number of its own.
    private static List<Difference> replacing(Zone held, Zone whole) throws ZoneFault {
        var order = Serial.compare(whole.soa().getSerial(), held.soa().getSerial());
        if (order < 0) {
            throw new ZoneFault(whole + " is older than " + held.soa().getSerial());
        }
        return order == 0 ? List.of() : steps(Draft.between(held, whole));
    }

    private static List<Difference> steps(@Nullable Difference difference) {
        return difference == null ? List.of() : List.of(difference);
    }

    private Change commit(Name origin, KeptZone.Steps decided) {
        var zone = kept.get(origin);
        if (zone == null) {
            return new Change.NoSuchZone();
        }
        var owners = new HashSet<Name>();
        try {
            var changed =
                    zone.change(newest -> {
                        var differences = decided.decide(newest);
                        owners.addAll(owners(origin, differences));
                        return differences;
                    });
            tell(changed, owners);
            return new Change.Done(changed, Set.copyOf(owners));
        } catch (ZoneFault fault) {
            return new Change.Refused(fault.reason());
        }
    }

    private static Set<Name> owners(Name origin, List<Difference> differences) {
        var owners = new HashSet<Name>();
        for (var difference : differences) {
            // A signature says nothing that its set does not say.
            Stream.of(difference.removed(), difference.added())
                    .flatMap(List::stream)
                    .filter(record -> record.getType() != Type.RRSIG)
                    .forEach(record -> owners.add(record.getName()));
            if (owners.isEmpty() || owners.size() > OWNERS_TOLD_MAX) {
                return Set.of(origin);
            }
        }
        return owners;
    }

    private void tell(Zone zone, Set<Name> owners) {
        generation.incrementAndGet();
        owners.forEach(owner -> watchers.forEach(watcher -> watcher.changed(zone, owner)));
    }

    /**
     * Takes a new zone into service; it is on disk when this returns.
     *
     * @return refused when there is one of that name
     */
    public synchronized Change create(Zone zone) {
        if (kept.containsKey(zone.origin()) || isSecondary(zone.origin())) {
            return new Change.Refused("there is such a zone already");
        }
        try {
            kept.put(zone.origin(), KeptZone.create(files, zone));
        } catch (ZoneFault fault) {
            return new Change.Refused(fault.reason());
        }
        tell(zone, Set.of(zone.origin()));
        return new Change.Done(zone, Set.of(zone.origin()));
    }

    /** Takes a zone out of service and off the disk. */
    public synchronized Change delete(Name origin) {
        var zone = kept.remove(origin);
        if (zone == null) {
            return new Change.NoSuchZone();
        }
        zone.delete();
        tell(zone.last(), Set.of(origin));
        return new Change.Done(zone.last(), Set.of(origin));
    }

    /** Takes a secondary zone out of service whose primaries were silent for too long. */
    public void expire(Name origin) {
        var zone = kept.get(origin);
        if (zone != null) {
            zone.expire();
            generation.incrementAndGet();
        }
    }

    /** Takes an expired zone into service again: its primary has said that it is still right. */
    public void revive(Name origin) {
        var zone = kept.get(origin);
        if (zone != null && zone.zone() == null) {
            zone.revive();
            generation.incrementAndGet();
        }
    }
}
