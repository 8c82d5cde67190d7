package io.labnet.dns.dnssec;

import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.Neighbours.Sight;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneDigest;
import io.labnet.dns.zone.ZoneDigest.Hash;
import io.labnet.dns.zone.ZoneFault;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Signs one zone: says what has to change in a version of it, so that all of it is signed.
 *
 * <p>Knows no disk and no clock. What did not change keeps its signatures.
 */
public final class ZoneSigner {
    /** So many names a signed zone can have: each of them is two signatures or more. */
    public static final int NAMES_MAX = 100_000;

    private final Name origin;
    private final List<SigningKey> keys;
    private final Denial denial;
    private final Validity validity;
    private final @Nullable Hash digest;
    private final boolean isLeaving;

    /** A signer of a zone that tells no digest of itself. */
    public ZoneSigner(Name origin, List<SigningKey> keys, Denial denial, Validity validity) {
        this(origin, keys, denial, validity, null);
    }

    /**
     * A signer.
     *
     * @param keys of the zone, at least one. Those that the parent is to know sign the keys, the
     *     others everything else; where there is only one kind, it signs all
     * @param digest how the digest of the zone is made; null for none
     */
    public ZoneSigner(
            Name origin,
            List<SigningKey> keys,
            Denial denial,
            Validity validity,
            @Nullable Hash digest) {
        this(origin, keys, denial, validity, digest, false);
    }

    private ZoneSigner(
            Name origin,
            List<SigningKey> keys,
            Denial denial,
            Validity validity,
            @Nullable Hash digest,
            boolean isLeaving) {
        this.origin = origin;
        this.keys = List.copyOf(keys);
        this.denial = denial;
        this.validity = validity;
        this.digest = digest;
        this.isLeaving = isLeaving;
    }

    /** The same, of a zone that asks its parent to forget its keys (RFC 8078 section 4). */
    public ZoneSigner leaving() {
        return new ZoneSigner(origin, keys, denial, validity, digest, true);
    }

    public List<SigningKey> keys() {
        return keys;
    }

    /** What the parent is to say about the zone. */
    public List<DSRecord> ds(long ttl) {
        return apex().entryPoints().stream().map(k -> k.ds(ttl)).toList();
    }

    private Apex apex() {
        return new Apex(origin, keys, denial, isLeaving);
    }

    /**
     * A change, and what follows from it: signatures, and the chain of names.
     *
     * @param wanted a change of the newest version; what it says of signatures is not heard
     * @return null when nothing is left of it
     * @throws ZoneFault when the change is none of a zone, or makes up records that signing makes
     */
    public @Nullable Difference complete(Zone zone, Difference wanted, Instant now)
            throws ZoneFault {
        var draft = new Draft(zone);
        for (var record : wanted.removed()) {
            if (!Made.is(record.getType())) {
                draft.remove(record);
            }
        }
        for (var record : wanted.added()) {
            if (!Made.is(record.getType())) {
                draft.add(record);
            } else if (Made.AT_APEX.contains(record.getType()) && !zone.contains(record)) {
                throw new ZoneFault(
                        "the zone is signed here, which makes its %s records"
                                .formatted(Type.string(record.getType())));
            }
        }
        draft.remove(origin, Type.SOA);
        draft.add(wanted.to());
        return signed(zone, draft, now, false);
    }

    /**
     * Signs what is not signed, or not for long any more.
     *
     * @param verifying whether signatures are looked into, as after somebody has had the file
     * @return null when everything is signed
     */
    public @Nullable Difference renew(Zone zone, Instant now, boolean verifying) throws ZoneFault {
        return signed(zone, new Draft(zone), now, verifying);
    }

    /** What takes everything away again that signing has made; null when there is nothing. */
    public static @Nullable Difference bare(Zone zone) {
        var draft = new Draft(zone);
        for (var record : zone) {
            if (Made.is(record.getType())) {
                draft.remove(record);
            }
        }
        return draft.difference();
    }

    /** When the first signature is to be made anew; null where there is none. */
    public @Nullable Instant due(Zone zone) {
        Instant first = null;
        for (var record : zone) {
            if (record instanceof RRSIGRecord signature) {
                var due = validity.due(signature);
                first = first == null || due.isBefore(first) ? due : first;
            }
        }
        return first;
    }

    private @Nullable Difference signed(Zone zone, Draft draft, Instant now, boolean verifying)
            throws ZoneFault {
        var apex = apex();
        // Whoever signed it before did it otherwise: nothing of that is of use.
        var isAnew = !apex.isIn(zone);
        apex.put(draft);
        if (!isDigested(zone, verifying)) {
            draft.remove(origin, Type.ZONEMD);
            if (digest != null) {
                draft.add(ZoneDigest.placeholder(zone, digest));
            }
        }
        if (isAnew || verifying) {
            zone.neighbours().names(origin).forEach(name -> leave(draft, name));
        }
        var content = draft.difference();
        if (content != null) {
            content.removed().forEach(record -> leave(draft, record.getName()));
        }
        content = draft.difference();
        var next = content == null ? zone : zone.apply(content);
        var isWhole = isAnew || verifying || isOtherwiseDenied(zone, next);
        var touched =
                isWhole ? all(zone, next) : touched(zone, next, content, due(zone, content, now));
        if (touched.size() > NAMES_MAX) {
            throw new ZoneFault("more than " + NAMES_MAX + " names to sign");
        }
        return new SigningPass(zone, next, draft, keys, validity, now, verifying || isAnew)
                .run(touched, isAnew, denial, digest);
    }

    private boolean isDigested(Zone zone, boolean verifying) {
        var told = ZoneDigest.told(zone);
        if (digest == null || told.size() != 1) {
            return digest == null && told.isEmpty();
        }
        return verifying
                ? told.contains(ZoneDigest.of(zone, digest))
                : ZoneDigest.isFor(zone, told.getFirst(), digest);
    }

    // A name that nothing is left of but what signing has made.
    private static void leave(Draft draft, Name name) {
        var types = draft.typesOf(name);
        if (!types.contains(Type.NSEC3) && Made.EVERYWHERE.containsAll(types)) {
            draft.remove(name, Type.NSEC);
            draft.remove(name, Type.RRSIG);
        }
    }

    // RFC 9077 section 3: their TTL is that of negative answers.
    private static boolean isOtherwiseDenied(Zone zone, Zone next) {
        return Chain.ttl(zone.soa()) != Chain.ttl(next.soa());
    }

    private Set<Name> all(Zone zone, Zone next) {
        var names = new LinkedHashSet<>(next.neighbours().names(origin));
        names.addAll(zone.neighbours().names(origin));
        return names;
    }

    private Set<Name> due(Zone zone, @Nullable Difference content, Instant now) {
        var names = new HashSet<Name>();
        // A change is to be quick; what is due has days left.
        if (content != null) {
            return names;
        }
        for (var record : zone) {
            if (record instanceof RRSIGRecord signature && validity.isDue(signature, now)) {
                names.add(record.getName());
            }
        }
        return names;
    }

    private Set<Name> touched(
            Zone zone, Zone next, @Nullable Difference content, Set<Name> others) {
        var names = new LinkedHashSet<>(others);
        if (content == null) {
            return names;
        }
        names.add(origin);
        for (var records : List.of(content.removed(), content.added())) {
            records.stream().map(Record::getName).forEach(names::add);
        }
        // A cut or a DNAME record that comes or goes hides or shows what is below.
        for (var name : List.copyOf(names)) {
            if (isCurtain(zone, name) != isCurtain(next, name)) {
                names.addAll(zone.neighbours().names(name));
                names.addAll(next.neighbours().names(name));
            }
        }
        return names;
    }

    private static boolean isCurtain(Zone zone, Name name) {
        var isCut = zone.neighbours().sight(name) == Sight.CUT;
        return isCut || !zone.records(name, Type.DNAME).isEmpty();
    }

    @Override
    public String toString() {
        return "signer of " + Names.text(origin);
    }
}
