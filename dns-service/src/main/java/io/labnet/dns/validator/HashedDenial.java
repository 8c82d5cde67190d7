package io.labnet.dns.validator;

import io.labnet.dns.validator.Effort.Exhausted;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/** Denial by NSEC3 records (RFC 5155 section 8). */
final class HashedDenial implements Denial {
    /** More are asked for by nobody who means well (RFC 9276 section 3.2). */
    static final int ITERATIONS_MAX = 50;

    private static final int FLAG_OPT_OUT = 1;
    private static final base32 BASE32 = new base32(base32.Alphabet.BASE32HEX, false, true);

    /**
     * An NSEC3 record with the hashes between which it says that there is nothing: in Base32, whose
     * letters have the order of what they stand for (RFC 5155 section 1.3).
     */
    private record Link(String owner, String next, NSEC3Record record) {
        boolean isAround(String hash) {
            var isAfterOwner = owner.compareTo(hash) < 0;
            var isBeforeNext = hash.compareTo(next) < 0;
            // The last one leads back to the first.
            return owner.compareTo(next) < 0
                    ? isAfterOwner && isBeforeNext
                    : isAfterOwner || isBeforeNext;
        }

        boolean isOptedOut() {
            return (record.getFlags() & FLAG_OPT_OUT) != 0;
        }
    }

    /**
     * What is known to exist above a name.
     *
     * @param isOptedOut whether what is denied below it may be an unsigned delegation
     */
    private record Encloser(Name name, boolean isOptedOut) {}

    private final Name zone;
    private final List<Link> links;
    private final @Nullable NsecHash hash;
    private final Effort effort;
    private final Map<Name, String> hashes = new HashMap<>();

    private HashedDenial(Name zone, List<Link> links, @Nullable NsecHash hash, Effort effort) {
        this.zone = zone;
        this.links = links;
        this.hash = hash;
        this.effort = effort;
    }

    static HashedDenial of(Name zone, List<NSEC3Record> records, Effort effort) {
        // Unknown hashes and flags say nothing, and all that do must be of one chain (RFC 5155
        // sections 8.1 and 8.2).
        var known =
                records.stream()
                        .filter(r -> r.getHashAlgorithm() == NsecHash.SHA1)
                        .filter(r -> (r.getFlags() & ~FLAG_OPT_OUT) == 0)
                        .toList();
        var hash = known.isEmpty() ? null : NsecHash.of(known.getFirst());
        var links =
                known.stream()
                        .filter(r -> NsecHash.of(r).equals(hash))
                        .flatMap(r -> link(zone, r).stream())
                        .toList();
        return new HashedDenial(zone, links, hash, effort);
    }

    private static Optional<Link> link(Name zone, NSEC3Record record) {
        var name = record.getName();
        if (name.labels() != zone.labels() + 1 || !name.subdomain(zone)) {
            return Optional.empty();
        }
        var owner = name.getLabelString(0).toLowerCase(Locale.ROOT);
        return Optional.of(new Link(owner, BASE32.toString(record.getNext()), record));
    }

    private boolean isTooCostly() {
        return hash != null && hash.iterations() > ITERATIONS_MAX;
    }

    @Override
    public Proof noName(Name name) throws Exhausted {
        if (isTooCostly()) {
            return Proof.TOO_COSTLY;
        }
        var encloser = encloser(name);
        if (encloser == null || around(Enclosers.wildcard(encloser.name())) == null) {
            return Proof.UNPROVED;
        }
        return encloser.isOptedOut() ? Proof.OPTED_OUT : Proof.PROVED;
    }

    @Override
    public Proof noData(Name name, int type) throws Exhausted {
        if (isTooCostly()) {
            return Proof.TOO_COSTLY;
        }
        var at = at(name);
        if (at != null) {
            return NsecDenial.lacks(at::hasType, name, type) ? Proof.PROVED : Proof.UNPROVED;
        }
        var encloser = encloser(name);
        if (encloser == null) {
            return Proof.UNPROVED;
        }
        // Unsigned delegations, and names that only lead to such, may be left out (RFC 5155
        // section 8.6).
        if (encloser.isOptedOut()) {
            return Proof.OPTED_OUT;
        }
        var wildcard = at(Enclosers.wildcard(encloser.name()));
        return wildcard != null && NsecDenial.lacks(wildcard::hasType, name, type)
                ? Proof.PROVED
                : Proof.UNPROVED;
    }

    @Override
    public Proof noCloserName(Name name, int labels) throws Exhausted {
        if (isTooCostly()) {
            return Proof.TOO_COSTLY;
        }
        // Above the closer name is the one that the wildcard's signature is about (RFC 5155 8.8).
        var around = around(Enclosers.ofLabels(name, labels + 2));
        if (around == null) {
            return Proof.UNPROVED;
        }
        return around.isOptedOut() ? Proof.OPTED_OUT : Proof.PROVED;
    }

    @Override
    public boolean isCut(Name name) throws Exhausted {
        var at = isTooCostly() ? null : at(name);
        return at != null && NsecDenial.isCut(at::hasType);
    }

    /** RFC 5155 section 8.3; null where the closest encloser is not proved. */
    private @Nullable Encloser encloser(Name name) throws Exhausted {
        for (int labels = name.labels() - 1; labels >= zone.labels(); labels--) {
            var candidate = Enclosers.ofLabels(name, labels);
            var at = at(candidate);
            if (at == null) {
                continue;
            }
            // Of what is below a cut or a DNAME the zone says nothing.
            if (NsecDenial.isCut(at::hasType) || at.hasType(Type.DNAME)) {
                return null;
            }
            var around = around(Enclosers.ofLabels(name, labels + 1));
            return around == null ? null : new Encloser(candidate, around.isOptedOut());
        }
        return null;
    }

    private @Nullable NSEC3Record at(Name name) throws Exhausted {
        var wanted = hash(name);
        for (var link : links) {
            if (link.owner().equals(wanted)) {
                return link.record();
            }
        }
        return null;
    }

    private @Nullable Link around(Name name) throws Exhausted {
        var wanted = hash(name);
        for (var link : links) {
            if (link.isAround(wanted)) {
                return link;
            }
        }
        return null;
    }

    private String hash(Name name) throws Exhausted {
        var known = hashes.get(name);
        if (known != null || hash == null) {
            return known == null ? "" : known;
        }
        var made = BASE32.toString(hash.hash(name, effort));
        hashes.put(name, made);
        return made;
    }
}
