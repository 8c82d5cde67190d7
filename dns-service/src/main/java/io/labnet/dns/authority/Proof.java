package io.labnet.dns.authority;

import io.labnet.dns.dnssec.HashedName;
import io.labnet.dns.zone.Node;
import io.labnet.dns.zone.TimeToLive;
import io.labnet.dns.zone.Zone;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3PARAMRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What one version of a signed zone has to prove what is said of it (RFC 4035 section 3.1, RFC 5155
 * section 7.2). A zone that is not signed has nothing, and so proves nothing.
 */
final class Proof {
    // A zone that wants more of whoever asks is not served its denials (RFC 9276 section 3.2).
    private static final int ITERATIONS_MAX = 150;

    private final Zone zone;
    private final @Nullable HashedName hashed;

    Proof(Zone zone) {
        this.zone = zone;
        this.hashed =
                zone.records(zone.origin(), Type.NSEC3PARAM).stream()
                        .map(NSEC3PARAMRecord.class::cast)
                        .filter(it -> it.getFlags() == 0)
                        .filter(it -> it.getIterations() <= ITERATIONS_MAX)
                        .findFirst()
                        .map(HashedName::of)
                        .orElse(null);
    }

    /**
     * The signatures of some sets as they are told: those that a wildcard has given their names
     * take its signatures along (RFC 4035 section 3.1.3.3).
     */
    Set<Record> signatures(Collection<? extends Record> told) {
        var found = new LinkedHashSet<Record>();
        for (var record : told) {
            var node = source(record.getName());
            if (node != null) {
                signatures(node, record.getType())
                        .map(it -> TimeToLive.of(it.withName(record.getName()), record.getTTL()))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static Stream<Record> signatures(Node node, int type) {
        return node.records(Type.RRSIG).stream()
                .filter(it -> ((RRSIGRecord) it).getTypeCovered() == type);
    }

    private @Nullable Node source(Name name) {
        var path = zone.path(name);
        if (path.isEmpty()) {
            return null;
        }
        return path.size() > below(name) ? path.getLast() : path.getLast().wildcard();
    }

    private int below(Name name) {
        return name.labels() - zone.origin().labels();
    }

    private boolean exists(Name name) {
        return zone.path(name).size() > below(name);
    }

    /** The longest of a name's ancestors that exists; the name itself where it does. */
    private Name closestEncloser(Name name) {
        return new Name(name, below(name) + 1 - zone.path(name).size());
    }

    /** That no name is closer than the wildcard that stands for this one. */
    void expansion(Name name, Set<Record> into) {
        if (exists(name)) {
            return;
        }
        if (hashed == null) {
            into.addAll(covering(name));
        } else {
            // RFC 5155 section 7.2.6.
            into.addAll(covering(hashed, nextCloser(name, closestEncloser(name))));
        }
    }

    /** That there is nothing of the type, though the name, or a wildcard for it, is there. */
    void noData(Name name, Set<Record> into) {
        if (exists(name)) {
            into.addAll(hashed == null ? matchingOrCovering(name) : hashedNoData(hashed, name));
            return;
        }
        var encloser = closestEncloser(name);
        if (hashed == null) {
            into.addAll(covering(name));
            into.addAll(matchingOrCovering(wildcard(encloser)));
        } else {
            // RFC 5155 section 7.2.5.
            into.addAll(enclosing(hashed, name));
            into.addAll(matching(hashed, wildcard(encloser)));
        }
    }

    // RFC 5155 sections 7.2.3 and 7.2.4; where others have signed a zone with opt-out, a cut may
    // have no record of its own.
    private Set<Record> hashedNoData(HashedName hashed, Name name) {
        var matching = matching(hashed, name);
        return matching.isEmpty() ? enclosing(hashed, name) : matching;
    }

    /** That there is no such name, and no wildcard for it. */
    void noName(Name name, Set<Record> into) {
        var wildcard = wildcard(closestEncloser(name));
        if (hashed == null) {
            into.addAll(covering(name));
            into.addAll(covering(wildcard));
        } else {
            // RFC 5155 section 7.2.2.
            into.addAll(enclosing(hashed, name));
            into.addAll(covering(hashed, wildcard));
        }
    }

    /** What the parent knows of the keys of a zone below it, or that it knows none. */
    void delegation(Name cut, Set<Record> into) {
        var signers = zone.records(cut, Type.DS);
        if (signers.isEmpty()) {
            into.addAll(hashed == null ? matchingOrCovering(cut) : hashedNoData(hashed, cut));
        } else {
            into.addAll(signers);
            into.addAll(signatures(signers));
        }
    }

    private static Name wildcard(Name encloser) {
        try {
            return Name.fromString("*", encloser);
        } catch (TextParseException tooLong) {
            // So there is none.
            return encloser;
        }
    }

    private static Name nextCloser(Name name, Name encloser) {
        return new Name(name, name.labels() - encloser.labels() - 1);
    }

    private Set<Record> matchingOrCovering(Name name) {
        var there = zone.neighbours().at(name);
        return there == null ? covering(name) : with(there, Type.NSEC);
    }

    private Set<Record> covering(Name name) {
        return with(zone.neighbours().before(name), Type.NSEC);
    }

    /** RFC 5155 section 7.2.1. */
    private Set<Record> enclosing(HashedName hashed, Name name) {
        var encloser = name;
        var closer = name;
        var found = Set.<Record>of();
        while (found.isEmpty() && encloser.labels() > zone.origin().labels()) {
            closer = encloser;
            encloser = new Name(encloser, 1);
            found = matching(hashed, encloser);
        }
        var proof = new LinkedHashSet<>(found);
        proof.addAll(covering(hashed, closer));
        return proof;
    }

    private Set<Record> matching(HashedName hashed, Name name) {
        return with(zone.hashes().at(hashed.owner(name)), Type.NSEC3);
    }

    private Set<Record> covering(HashedName hashed, Name name) {
        return with(zone.hashes().before(hashed.owner(name)), Type.NSEC3);
    }

    private static Set<Record> with(@Nullable Node node, int type) {
        var found = new LinkedHashSet<Record>();
        if (node != null && node.has(type)) {
            found.addAll(node.records(type));
            signatures(node, type).forEach(found::add);
        }
        return found;
    }
}
