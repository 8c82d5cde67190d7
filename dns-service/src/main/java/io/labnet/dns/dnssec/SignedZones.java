package io.labnet.dns.dnssec;

import io.labnet.dns.disk.DurableFiles;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Completion;
import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneDigest.Hash;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.Zones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Which zones are signed here and how, across restarts; signs each change of theirs, and what is
 * signed anew before it ends.
 */
public final class SignedZones implements Completion {
    private static final long WAIT_MILLIS_MIN = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(SignedZones.class);

    /** How a zone is signed. */
    public record Way(SigningAlgorithm algorithm, Denial denial) {
        /** What RFC 8624 section 3.1 and RFC 9276 section 3 recommend. */
        public static final Way USUAL = new Way(SigningAlgorithm.ECDSAP256SHA256, Denial.NSEC);
    }

    /**
     * One signed zone.
     *
     * @param signer null where its keys cannot be used
     * @param reason why not
     * @param until when its signatures are taken away; null for never
     */
    private record Signed(
            Way way, @Nullable ZoneSigner signer, String reason, @Nullable Instant until) {
        static Signed by(ZoneSigner signer, Way way) {
            return new Signed(way, signer, "", null);
        }
    }

    private final Path file;
    private final KeyFiles keys;
    private final Validity validity;
    private final Clock clock;
    private final @Nullable Hash digest;
    private final BlockingQueue<Boolean> woken = new ArrayBlockingQueue<>(1);
    private final Map<Name, Signed> all = new ConcurrentSkipListMap<>();

    /**
     * The zones that are signed.
     *
     * @param folder where that is remembered, and where the keys are
     * @param digest how the digest of each is made; null for none
     * @throws ZoneFault when it cannot be read
     */
    public SignedZones(Path folder, Validity validity, Clock clock, @Nullable Hash digest)
            throws ZoneFault {
        this.file = folder.resolve("signed-zones");
        this.keys = new KeyFiles(folder);
        this.validity = validity;
        this.clock = clock;
        this.digest = digest;
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (var line : Files.readAllLines(file)) {
                resume(line.split(" "));
            }
        } catch (IOException | RuntimeException unreadable) {
            throw new ZoneFault(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private void resume(String... words) throws TextParseException {
        var origin = Name.fromString(words[0], Name.root);
        var way = new Way(SigningAlgorithm.valueOf(words[1]), Denial.valueOf(words[2]));
        var until = words.length > 3 ? Instant.parse(words[3]) : null;
        try {
            var signer = signer(origin, way);
            all.put(origin, new Signed(way, until == null ? signer : signer.leaving(), "", until));
        } catch (ZoneFault fault) {
            LOG.error("The zone {} cannot be signed: {}", origin, fault.reason());
            all.put(origin, new Signed(way, null, fault.reason(), until));
        }
    }

    private ZoneSigner signer(Name origin, Way way) throws ZoneFault {
        var ours =
                new ArrayList<>(
                        keys.keys(origin).stream()
                                .filter(k ->
                                        k.published().getAlgorithm() == way.algorithm().number())
                                .toList());
        if (ours.isEmpty()) {
            var fresh = SigningKey.generate(origin, way.algorithm());
            keys.save(fresh);
            ours.add(fresh);
        }
        return new ZoneSigner(origin, ours, way.denial(), validity, digest);
    }

    @Override
    public @Nullable Difference complete(Zone newest, Difference wanted) throws ZoneFault {
        var signer = signer(newest.origin());
        return signer == null ? wanted : signer.complete(newest, wanted, clock.instant());
    }

    @Override
    public boolean makesDigestOf(Name origin) {
        return all.containsKey(origin);
    }

    private @Nullable ZoneSigner signer(Name origin) throws ZoneFault {
        var signed = all.get(origin);
        if (signed != null && signed.signer() == null) {
            throw new ZoneFault(
                    "the zone is signed, and its keys cannot be used: " + signed.reason());
        }
        return signed == null ? null : signed.signer();
    }

    /** How a zone is signed; null when it is not. */
    public @Nullable Way way(Name origin) {
        var signed = all.get(origin);
        return signed == null ? null : signed.way();
    }

    /**
     * The signer of a zone.
     *
     * @return null when the zone is not signed here, or cannot be
     */
    public @Nullable ZoneSigner find(Name origin) {
        var signed = all.get(origin);
        return signed == null ? null : signed.signer();
    }

    /**
     * Signs a zone from now on, with the keys that there are for it, or else with a new one.
     *
     * @return refused when it cannot be signed; then it is as it was
     */
    public synchronized Change sign(Zones zones, Name origin, Way way) {
        if (zones.zone(origin) == null) {
            return new Change.NoSuchZone();
        }
        if (zones.isSecondary(origin)) {
            return new Change.Refused("the zone is a copy: sign it at its primary");
        }
        var before = all.get(origin);
        var isDone = false;
        try {
            var signer = signer(origin, way);
            all.put(origin, Signed.by(signer, way));
            // What a crash leaves undone is done at the next start.
            keep();
            var change =
                    zones.changeAsIs(
                            origin, newest -> signer.renew(newest, clock.instant(), false));
            isDone = change instanceof Change.Done;
            return change;
        } catch (ZoneFault fault) {
            return new Change.Refused(fault.reason());
        } finally {
            if (!isDone) {
                put(origin, before);
                keep();
            }
        }
    }

    private void put(Name origin, @Nullable Signed signed) {
        if (signed == null) {
            all.remove(origin);
        } else {
            all.put(origin, signed);
        }
    }

    /** When the signatures of a zone are taken away; null when they stay. */
    public @Nullable Instant until(Name origin) {
        var signed = all.get(origin);
        return signed == null ? null : signed.until();
    }

    /**
     * Takes the signatures away later: whoever remembers that the zone is signed must find it so
     * (RFC 6781 section 4.4.1). Meanwhile the zone asks its parent to forget its keys.
     *
     * @param until when nobody remembers it any more
     */
    public synchronized void unsignAt(Zones zones, Name origin, Instant until) {
        var before = all.get(origin);
        if (before != null) {
            var signer = before.signer() == null ? null : before.signer().leaving();
            all.put(origin, new Signed(before.way(), signer, before.reason(), until));
            keep();
            renew(zones, origin, false);
            wake();
        }
    }

    /**
     * Unsigns the zones of which nobody remembers any more that they are signed.
     *
     * @param goesOn asked before each zone
     */
    public void end(Zones zones, BooleanSupplier goesOn) {
        for (var origin : all.keySet()) {
            var until = until(origin);
            if (until != null && !until.isAfter(clock.instant()) && goesOn.getAsBoolean()) {
                end(zones, origin);
            }
        }
    }

    private void end(Zones zones, Name origin) {
        try {
            if (unsign(zones, origin) instanceof Change.Refused(var reason)) {
                LOG.error("The zone {} cannot be unsigned: {}", origin, reason);
            }
        } catch (UncheckedIOException refused) {
            LOG.error("The zone {} cannot be unsigned", origin, refused);
        }
    }

    /** Lets whoever waits go on. */
    public void wake() {
        if (!woken.offer(true)) {
            LOG.debug("somebody has been woken already");
        }
    }

    /** Waits until there is a zone to {@link #end}, or for so long, or until woken. */
    public void await(Duration most) throws InterruptedException {
        var now = clock.instant();
        var wait =
                all.values().stream()
                        .map(Signed::until)
                        .filter(Objects::nonNull)
                        .map(until -> Duration.between(now, until))
                        .reduce(most, (a, b) -> a.compareTo(b) < 0 ? a : b);
        // One that could not be unsigned is not tried all the time.
        woken.poll(Math.max(WAIT_MILLIS_MIN, wait.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Takes the signatures away. The keys stay, should the zone be signed again. */
    public synchronized Change unsign(Zones zones, Name origin) {
        var before = all.remove(origin);
        var isDone = false;
        try {
            // After a crash between these two it is signed again, which harms nobody.
            var change = zones.changeAsIs(origin, ZoneSigner::bare);
            if (!(change instanceof Change.Refused)) {
                keep();
                isDone = true;
            }
            return change;
        } finally {
            if (!isDone) {
                put(origin, before);
            }
        }
    }

    /** A zone that is no more: another of its name is not signed of itself. */
    public synchronized void forget(Name origin) {
        if (all.remove(origin) != null) {
            keep();
        }
    }

    /**
     * Signs all zones in the usual way that are not signed yet, from the top down, and lets their
     * parents know, where these are served here.
     */
    public void signAll(Zones zones) {
        for (var zone : zones.all()) {
            var origin = zone.origin();
            if (way(origin) == null && !zones.isSecondary(origin)) {
                var change = sign(zones, origin, Way.USUAL);
                var signer = find(origin);
                if (change instanceof Change.Done && signer != null) {
                    Parent.tell(zones, origin, signer.ds(zone.soa().getTTL()));
                } else {
                    LOG.error("The zone {} cannot be signed: {}", origin, change);
                }
            }
        }
    }

    /**
     * Signs what is not signed well, as after somebody has had a master file in hand.
     *
     * @param goesOn asked before each zone
     */
    public void review(Zones zones, BooleanSupplier goesOn) {
        for (var origin : all.keySet()) {
            if (goesOn.getAsBoolean()) {
                renew(zones, origin, true);
            }
        }
    }

    /**
     * Signs anew what does not hold for long any more.
     *
     * @param goesOn asked before each zone
     */
    public void renew(Zones zones, BooleanSupplier goesOn) {
        for (var origin : all.keySet()) {
            if (!goesOn.getAsBoolean()) {
                return;
            }
            var zone = zones.zone(origin);
            var signer = find(origin);
            var due = zone == null || signer == null ? null : signer.due(zone);
            if (due != null && !due.isAfter(clock.instant())) {
                renew(zones, origin, false);
            }
        }
    }

    private void renew(Zones zones, Name origin, boolean verifying) {
        var signer = find(origin);
        if (signer == null || zones.zone(origin) == null) {
            return;
        }
        try {
            var change =
                    zones.changeAsIs(
                            origin, newest -> signer.renew(newest, clock.instant(), verifying));
            if (change instanceof Change.Refused(var reason)) {
                LOG.error("The zone {} cannot be signed anew: {}", origin, reason);
            }
        } catch (UncheckedIOException refused) {
            LOG.error("The zone {} cannot be signed anew", origin, refused);
        }
    }

    private void keep() {
        var lines = new ArrayList<String>();
        all.forEach((origin, signed) -> {
            var way = signed.way();
            var until = signed.until() == null ? "" : " " + signed.until();
            lines.add(Names.text(origin) + " " + way.algorithm() + " " + way.denial() + until);
        });
        try {
            write(lines);
        } catch (IOException refused) {
            throw new UncheckedIOException(file + " cannot be written", refused);
        }
    }

    private void write(List<String> lines) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        DurableFiles.replace(file, out -> out.write(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
