package io.labnet.dns.zone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Serial;

/**
 * One zone of this process: the version in service, and on disk its master file and its journal.
 *
 * <p>Changes are decided one after the other, each on the version that the last one made; they
 * reach the disk together when they come together, and only then are they in service.
 */
final class KeptZone {
    /** A journal has at least this much room, and as much as the master file where that is more. */
    static final long JOURNAL_BYTES_MIN = 1 << 20;

    static final long JOURNAL_BYTES_MAX = 16 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(KeptZone.class);

    private record Version(long number, Zone zone) {}

    /** Decides one change after the other, on the version that is the newest then. */
    interface Steps {
        List<Difference> decide(Zone newest) throws ZoneFault;
    }

    private final ZoneFiles files;
    private final Name origin;
    private final Journal journal;
    private Version newest;
    private Version serving;
    private volatile @Nullable Zone inService;
    private boolean deleted;

    /** A zone of which the disk has the version given, and the journal after it. */
    private KeptZone(ZoneFiles files, Journal journal, Zone zone) {
        this.files = files;
        this.origin = zone.origin();
        this.journal = journal;
        this.newest = new Version(0, zone);
        this.serving = newest;
        this.inService = zone;
    }

    /**
     * The zone as it was last acknowledged.
     *
     * @throws ZoneFault when it has no file, or a bad one, or a journal that does not fit
     */
    static KeptZone load(ZoneFiles files, Name origin) throws ZoneFault {
        var zone = files.load(origin);
        var journal = files.journal(origin);
        for (var difference : since(journal, zone.soa())) {
            try {
                zone = zone.apply(difference);
            } catch (ZoneFault fault) {
                throw new ZoneFault(
                        "the journal does not fit the master file, which somebody has changed: "
                                + fault.reason());
            }
        }
        return new KeptZone(files, journal, zone);
    }

    private static List<Difference> since(Journal journal, SOARecord soa) {
        var differences = journal.since(soa.getSerial());
        if (differences != null || journal.isEmpty()) {
            return differences == null ? List.of() : differences;
        }
        // The master file is a version that the journal does not know: newer, when a large change
        // was written whole, or older, when somebody put another file there.
        if (Serial.compare(journal.newestSerial(), soa.getSerial()) > 0) {
            LOG.warn("{}: the journal does not lead on from it and is put aside", soa);
        }
        try {
            journal.setAside();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        return List.of();
    }

    /**
     * A zone that is new here; on disk when this returns.
     *
     * @throws ZoneFault when it can have no file
     */
    static KeptZone create(ZoneFiles files, Zone zone) throws ZoneFault {
        files.requireNameable(zone.origin());
        files.delete(zone.origin());
        files.save(zone);
        return new KeptZone(files, files.journal(zone.origin()), zone);
    }

    /** The version in service; null while the zone has expired. */
    @Nullable Zone zone() {
        return inService;
    }

    /** What the disk has, in service or not. */
    synchronized Zone last() {
        return serving.zone();
    }

    /** A secondary zone whose primaries were silent for too long (RFC 1034 section 4.3.5). */
    synchronized void expire() {
        inService = null;
    }

    synchronized void revive() {
        inService = serving.zone();
    }

    /**
     * Changes the zone; when this returns, all steps are on disk and in service, or none.
     *
     * @return the version that has the change
     * @throws ZoneFault when it cannot be done; then nothing was changed
     * @throws UncheckedIOException when the disk refuses; then nothing was acknowledged
     */
    Zone change(Steps steps) throws ZoneFault {
        Version version;
        long written;
        synchronized (this) {
            if (deleted) {
                throw new ZoneFault("the zone is being deleted");
            }
            var differences = steps.decide(newest.zone());
            var zones = new ArrayList<Zone>();
            var last = newest.zone();
            for (var difference : differences) {
                last = last.apply(difference);
                zones.add(last);
            }
            for (int i = 0; i < zones.size(); i++) {
                keep(zones.get(i), differences.get(i));
                newest = new Version(newest.number() + 1, zones.get(i));
            }
            version = newest;
            written = journal.length();
        }
        journal.sync(written);
        publish(version);
        return version.zone();
    }

    private void keep(Zone next, Difference difference) {
        journal.requireSound();
        if (!files.isKept(origin)) {
            files.save(newest.zone());
        }
        var room = Math.clamp(files.masterFileBytes(origin), JOURNAL_BYTES_MIN, JOURNAL_BYTES_MAX);
        if (Journal.isLonger(difference, room / 2)) {
            files.save(next);
            journal.shrink(0);
            return;
        }
        journal.append(difference);
        if (journal.length() > room) {
            fold(next, room / 2);
        }
    }

    // The change is in the journal already, so it does not fail with this. Other changes of the
    // zone wait meanwhile, for as long as its master file takes to be written; questions do not.
    private void fold(Zone next, long room) {
        try {
            files.save(next);
            journal.shrink(room);
        } catch (UncheckedIOException refused) {
            LOG.warn("The journal of {} is too long, and cannot be folded", next, refused);
        }
    }

    private synchronized void publish(Version version) {
        if (version.number() > serving.number()) {
            serving = version;
            inService = version.zone();
        }
    }

    /** Everything that led from a version to the one in service; null where that is not known. */
    synchronized Zones.@Nullable History since(long serial) {
        var zone = inService;
        if (zone == null) {
            return null;
        }
        var differences = journal.since(serial);
        if (differences == null) {
            return new Zones.History(zone, null);
        }
        // The newest entries may not be on disk yet.
        var current = zone.soa().getSerial();
        var known = differences.stream().takeWhile(d -> d.from().getSerial() != current).toList();
        return new Zones.History(zone, known);
    }

    long journalBytes() {
        return journal.length();
    }

    /** Takes it off the disk; nothing changes it afterwards. */
    synchronized void delete() {
        deleted = true;
        try {
            journal.close();
        } catch (IOException gone) {
            LOG.debug("The journal of {} is deleted anyway", newest.zone(), gone);
        }
        files.delete(origin);
    }
}
