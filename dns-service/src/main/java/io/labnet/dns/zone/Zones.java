package io.labnet.dns.zone;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The zones that this process serves, and the only way to change them: on disk first, then in
 * service, then known to whoever watches.
 */
public final class Zones {
    /** Hears of each change, after it is in service. */
    public interface Watcher {
        void changed(Zone zone, Name owner);
    }

    private final ZoneFiles files;
    private final Map<Name, Zone> serving = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    public Zones(ZoneFiles files) {
        this.files = files;
    }

    /**
     * Takes a zone into service.
     *
     * @throws ZoneFault when it has no file, or a bad one
     */
    public void load(Name origin) throws ZoneFault {
        serving.put(origin, files.load(origin));
    }

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /** The version now in service; null when there is no such zone here. */
    public @Nullable Zone zone(Name origin) {
        return serving.get(origin);
    }

    /** All zones in service, in canonical order. */
    public List<Zone> all() {
        return serving.values().stream()
                .sorted((a, b) -> a.origin().compareTo(b.origin()))
                .toList();
    }

    /** Adds a record; one that stands there already changes nothing, not even the serial. */
    public synchronized Change add(Name origin, Record record) {
        var zone = serving.get(origin);
        if (zone == null) {
            return new Change.NoSuchZone();
        }
        if (zone.contains(record)) {
            return new Change.Done(zone);
        }
        try {
            return served(zone.with(record), record.getName());
        } catch (ZoneFault fault) {
            return new Change.Refused(fault.reason());
        }
    }

    /** Removes all records of one name and type. */
    public synchronized Change remove(Name origin, Name owner, int type) {
        var zone = serving.get(origin);
        if (zone == null) {
            return new Change.NoSuchZone();
        }
        if (type == Type.SOA || zone.records(owner, type).isEmpty()) {
            return type == Type.SOA
                    ? new Change.Refused("a zone cannot be without its SOA record")
                    : new Change.NoSuchRecords();
        }
        try {
            return served(zone.without(owner, type), owner);
        } catch (ZoneFault fault) {
            return new Change.Refused(fault.reason());
        }
    }

    private Change served(Zone zone, Name owner) {
        files.save(zone);
        serving.put(zone.origin(), zone);
        watchers.forEach(watcher -> watcher.changed(zone, owner));
        return new Change.Done(zone);
    }
}
