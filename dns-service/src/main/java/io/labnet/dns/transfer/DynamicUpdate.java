package io.labnet.dns.transfer;

import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.TimeToLive;
import io.labnet.dns.zone.Zone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Serial;
import org.xbill.DNS.Type;

/**
 * A dynamic update decided on one version of its zone (RFC 2136 section 3): all of it, or nothing.
 *
 * <p>Knows no socket, and no zone but that one.
 */
final class DynamicUpdate {
    /** What comes of it. */
    sealed interface Outcome {
        /** Nothing, and why. */
        record Refused(int rcode) implements Outcome {}

        /**
         * A change.
         *
         * @param difference null when everything stands there already
         */
        record Changed(@Nullable Difference difference) implements Outcome {}
    }

    /** Ends a decision with an error code; costs no stack trace, for anyone may cause it. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final int rcode;

        Refusal(int rcode) {
            super(Rcode.string(rcode), null, false, false);
            this.rcode = rcode;
        }
    }

    // Signatures are no other data (RFC 4035 section 2.5).
    private static final Set<Integer> BESIDE_ALIASES =
            Set.of(Type.CNAME, Type.RRSIG, Type.NSEC, Type.NSEC3);

    private final Zone zone;
    private final Name origin;

    private DynamicUpdate(Zone zone) {
        this.zone = zone;
        this.origin = zone.origin();
    }

    /**
     * Decides an update.
     *
     * @param prerequisites as the message has them
     * @param updates as the message has them
     * @param allowed whether the requestor may make one of these
     */
    static Outcome decide(
            Zone zone,
            List<Record> prerequisites,
            List<Record> updates,
            Predicate<Record> allowed) {
        var update = new DynamicUpdate(zone);
        try {
            update.require(prerequisites);
            var changes = new ArrayList<Record>();
            for (var change : updates) {
                changes.add(update.scanned(change));
            }
            // Section 3.3.
            if (!updates.stream().allMatch(allowed)) {
                return new Outcome.Refused(Rcode.REFUSED);
            }
            var draft = new Draft(zone);
            changes.forEach(change -> update.make(change, draft));
            return new Outcome.Changed(draft.difference());
        } catch (Refusal refusal) {
            return new Outcome.Refused(refusal.rcode);
        }
    }

    /** Sections 2.4 and 3.2. */
    private void require(List<Record> prerequisites) throws Refusal {
        Map<Name, Map<Integer, Set<Record>>> sets = new HashMap<>();
        for (var wanted : prerequisites) {
            check(wanted.getTTL() == 0, Rcode.FORMERR);
            check(wanted.getName().subdomain(origin), Rcode.NOTZONE);
            switch (wanted.getDClass()) {
                case DClass.ANY -> {
                    check(isEmpty(wanted), Rcode.FORMERR);
                    check(isThere(wanted), isWhole(wanted) ? Rcode.NXDOMAIN : Rcode.NXRRSET);
                }
                case DClass.NONE -> {
                    check(isEmpty(wanted), Rcode.FORMERR);
                    check(!isThere(wanted), isWhole(wanted) ? Rcode.YXDOMAIN : Rcode.YXRRSET);
                }
                case DClass.IN -> {
                    check(Type.isRR(wanted.getType()), Rcode.FORMERR);
                    sets.computeIfAbsent(wanted.getName(), _ -> new HashMap<>())
                            .computeIfAbsent(wanted.getType(), _ -> new HashSet<>())
                            .add(decoded(wanted));
                }
                default -> throw new Refusal(Rcode.FORMERR);
            }
        }
        for (var name : sets.entrySet()) {
            for (var set : name.getValue().entrySet()) {
                // Records are equal whatever their TTL is, as here they must be.
                var found = Set.copyOf(zone.records(name.getKey(), set.getKey()));
                check(found.equals(set.getValue()), Rcode.NXRRSET);
            }
        }
    }

    private static void check(boolean holds, int rcode) throws Refusal {
        if (!holds) {
            throw new Refusal(rcode);
        }
    }

    private static boolean isWhole(Record record) {
        return record.getType() == Type.ANY;
    }

    // A name is in use when it owns something; an empty non-terminal does not (section 2.4.4).
    private boolean isThere(Record wanted) {
        return isWhole(wanted)
                ? !zone.types(wanted.getName()).isEmpty()
                : !zone.records(wanted.getName(), wanted.getType()).isEmpty();
    }

    private static boolean isEmpty(Record record) {
        return record.rdataToWireCanonical().length == 0;
    }

    /** The change as a record that can stand in a zone; section 3.4.1. */
    private Record scanned(Record change) throws Refusal {
        check(change.getName().subdomain(origin), Rcode.NOTZONE);
        switch (change.getDClass()) {
            case DClass.IN -> {
                check(Type.isRR(change.getType()), Rcode.FORMERR);
                check(change.getTTL() <= TimeToLive.MAX_SECONDS, Rcode.FORMERR);
                return decoded(change);
            }
            case DClass.ANY -> {
                check(change.getTTL() == 0 && isEmpty(change), Rcode.FORMERR);
                check(isWhole(change) || Type.isRR(change.getType()), Rcode.FORMERR);
            }
            case DClass.NONE -> {
                check(change.getTTL() == 0 && Type.isRR(change.getType()), Rcode.FORMERR);
            }
            default -> throw new Refusal(Rcode.FORMERR);
        }
        return change;
    }

    // The decoder takes any record without data in an update, for some deletions are such; what
    // is to stand in a zone must be read as what it is.
    private static Record decoded(Record record) throws Refusal {
        if (!isEmpty(record)) {
            return record;
        }
        try {
            return Record.fromWire(record.toWire(Section.ANSWER), Section.ANSWER);
        } catch (IOException malformed) {
            throw new Refusal(Rcode.FORMERR);
        }
    }

    /** Section 3.4.2. */
    private void make(Record change, Draft draft) {
        switch (change.getDClass()) {
            case DClass.ANY -> remove(change.getName(), change.getType(), draft);
            case DClass.NONE -> remove(change, draft);
            default -> add(change, draft);
        }
    }

    private void add(Record record, Draft draft) {
        var name = record.getName();
        switch (record.getType()) {
            case Type.SOA -> {
                var serial = ((SOARecord) record).getSerial();
                var old = draft.records(name, Type.SOA);
                if (old.isEmpty()
                        || Serial.compare(serial, ((SOARecord) old.getFirst()).getSerial()) <= 0) {
                    return;
                }
                draft.remove(name, Type.SOA);
            }
            case Type.CNAME -> {
                // Beside other data it is ignored; beside its like it takes the place.
                if (!BESIDE_ALIASES.containsAll(draft.typesOf(name))) {
                    return;
                }
                draft.remove(name, Type.CNAME);
            }
            // There is one of these at a name (RFC 6672 section 5.2).
            case Type.DNAME -> draft.remove(name, Type.DNAME);
            default -> {}
        }
        if (record.getType() == Type.CNAME || !draft.typesOf(name).contains(Type.CNAME)) {
            draft.add(record);
        }
    }

    private void remove(Name name, int type, Draft draft) {
        for (var other : draft.typesOf(name)) {
            if (other == type || type == Type.ANY) {
                // A zone keeps its SOA and its name servers.
                var isKept = name.equals(origin) && (other == Type.SOA || other == Type.NS);
                if (!isKept) {
                    draft.remove(name, other);
                }
            }
        }
    }

    private void remove(Record change, Draft draft) {
        var type = change.getType();
        var isLastServer =
                type == Type.NS
                        && change.getName().equals(origin)
                        && draft.records(origin, Type.NS).size() == 1;
        if (type != Type.SOA && !isLastServer) {
            // It came in class NONE, and stands in class IN.
            draft.records(change.getName(), type).stream()
                    .filter(record -> hasDataOf(record, change))
                    .forEach(draft::remove);
        }
    }

    private static boolean hasDataOf(Record record, Record change) {
        return Arrays.equals(record.rdataToWireCanonical(), change.rdataToWireCanonical());
    }
}
