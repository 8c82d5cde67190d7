package io.labnet.dns.validator;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Denial by NSEC records (RFC 4035 section 5.4, with RFC 6840 section 4). */
record NsecDenial(Name zone, List<NSECRecord> records) implements Denial {
    @Override
    public Proof noName(Name name) {
        var around = around(name);
        if (around.isEmpty() || isBetweenNames(around.get(), name)) {
            return Proof.UNPROVED;
        }
        var wildcard = wildcard(closestEncloser(around.get(), name));
        return around(wildcard).filter(r -> !isBetweenNames(r, wildcard)).isPresent()
                ? Proof.PROVED
                : Proof.UNPROVED;
    }

    @Override
    public Proof noData(Name name, int type) {
        if (hasNothing(name, type)) {
            return Proof.PROVED;
        }
        return at(name).isEmpty()
                        && around(name)
                                .map(r -> wildcard(closestEncloser(r, name)))
                                .filter(wildcard -> hasNothing(wildcard, type))
                                .isPresent()
                ? Proof.PROVED
                : Proof.UNPROVED;
    }

    /** Whether a name exists, but has nothing of a type. */
    private boolean hasNothing(Name name, int type) {
        var at = at(name);
        return at.isPresent()
                ? lacks(at.get()::hasType, name, type)
                : around(name).filter(r -> isBetweenNames(r, name)).isPresent();
    }

    @Override
    public Proof noCloserName(Name name, int labels) {
        var isProved =
                around(name)
                        .filter(r -> !isBetweenNames(r, name))
                        .map(r -> closestEncloser(r, name))
                        .filter(encloser -> Signatures.labels(encloser) == labels)
                        .isPresent();
        return isProved ? Proof.PROVED : Proof.UNPROVED;
    }

    @Override
    public boolean isCut(Name name) {
        return at(name).filter(r -> isCut(r::hasType)).isPresent();
    }

    private Optional<NSECRecord> at(Name name) {
        return records.stream().filter(r -> r.getName().equals(name)).findFirst();
    }

    private Optional<NSECRecord> around(Name name) {
        return records.stream()
                .filter(r -> isBefore(r, name) && !isOfUpperSide(r, name))
                .findFirst();
    }

    private boolean isBefore(NSECRecord record, Name name) {
        // The last one of a zone leads back to the first.
        return record.getName().compareTo(name) < 0
                && (name.compareTo(record.getNext()) < 0 || record.getNext().equals(zone));
    }

    // Of what is below a cut or a DNAME the zone's records say nothing (RFC 6840 section 4.1).
    private static boolean isOfUpperSide(NSECRecord record, Name name) {
        return name.subdomain(record.getName())
                && (isCut(record::hasType) || record.hasType(Type.DNAME));
    }

    // Then it exists, if only to have something below it.
    private static boolean isBetweenNames(NSECRecord record, Name name) {
        return record.getNext().subdomain(name);
    }

    private static Name closestEncloser(NSECRecord record, Name name) {
        var byOwner = common(name, record.getName());
        var byNext = common(name, record.getNext());
        return byOwner.labels() > byNext.labels() ? byOwner : byNext;
    }

    private static Name common(Name name, Name other) {
        var common = name;
        while (!other.subdomain(common)) {
            common = new Name(common, 1);
        }
        return common;
    }

    private static Name wildcard(Name encloser) {
        return Enclosers.wildcard(encloser);
    }

    static boolean isCut(IntPredicate hasType) {
        return hasType.test(Type.NS) && !hasType.test(Type.SOA);
    }

    /**
     * Whether the types of a name prove that it lacks one. At a cut the upper side knows of DS
     * alone and the lower side of all else (RFC 6840 section 4.4, RFC 4035 section 5.4).
     */
    static boolean lacks(IntPredicate hasType, Name name, int type) {
        var isOfRightSide =
                type == Type.DS
                        ? !hasType.test(Type.SOA) || name.equals(Name.root)
                        : !isCut(hasType);
        return isOfRightSide
                && type != Type.ANY
                && !hasType.test(type)
                && !hasType.test(Type.CNAME);
    }
}
