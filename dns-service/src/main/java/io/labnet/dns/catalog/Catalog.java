package io.labnet.dns.catalog;

import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A catalog of zones (RFC 9432): what it says, and what one has to say. */
final class Catalog {
    /** So many zones one can name. */
    static final int MEMBERS_MAX = 10_000;

    private static final String VERSION = "2";
    // Nobody asks a catalog but who copies it, and he asks anew when he is told.
    private static final long TTL_SECONDS = 0;
    private static final long REFRESH_SECONDS = 3600;
    private static final long RETRY_SECONDS = 600;
    private static final long EXPIRE_SECONDS = 2_147_483_646;
    private static final Name NOBODY = Name.fromConstantString("invalid.");

    private Catalog() {}

    /**
     * The zones that a catalog names, and the label by which it does.
     *
     * @throws ZoneFault when it is broken: then nothing in it counts
     */
    static Map<Name, Name> members(Zone catalog) throws ZoneFault {
        requireVersion(catalog);
        var zones = under(catalog.origin(), "zones");
        var members = new TreeMap<Name, Name>();
        for (var record : catalog) {
            // RFC 9432 section 4.1; what is further below are properties of a member.
            if (record instanceof PTRRecord pointer
                    && pointer.getName().labels() == zones.labels() + 1
                    && pointer.getName().subdomain(zones)) {
                add(catalog, pointer, members);
            }
        }
        return members;
    }

    private static void add(Zone catalog, PTRRecord pointer, Map<Name, Name> members)
            throws ZoneFault {
        var id = pointer.getName();
        if (catalog.records(id, Type.PTR).size() > 1) {
            throw new ZoneFault(Names.text(id) + " names several zones");
        }
        if (members.put(pointer.getTarget(), id) != null) {
            throw new ZoneFault("the catalog names " + Names.text(pointer.getTarget()) + " twice");
        }
        if (members.size() > MEMBERS_MAX) {
            throw new ZoneFault("the catalog names more than " + MEMBERS_MAX + " zones");
        }
    }

    // RFC 9432 section 4.2.1.
    private static void requireVersion(Zone catalog) throws ZoneFault {
        var told = catalog.records(under(catalog.origin(), "version"), Type.TXT);
        if (told.size() != 1
                || !(told.getFirst() instanceof TXTRecord text
                        && text.getStrings().equals(List.of(VERSION)))) {
            throw new ZoneFault("the catalog is not of version " + VERSION);
        }
    }

    /** A catalog that names no zone yet. */
    static Zone empty(Name origin) throws ZoneFault {
        return Zone.of(
                origin,
                List.of(
                        new SOARecord(
                                origin,
                                DClass.IN,
                                TTL_SECONDS,
                                NOBODY,
                                NOBODY,
                                1,
                                REFRESH_SECONDS,
                                RETRY_SECONDS,
                                EXPIRE_SECONDS,
                                0),
                        // RFC 9432 section 4.
                        new NSRecord(origin, DClass.IN, TTL_SECONDS, NOBODY),
                        new TXTRecord(under(origin, "version"), DClass.IN, TTL_SECONDS, VERSION)));
    }

    /** What makes a catalog name these zones and no others; null when it does. */
    static @Nullable Difference naming(Zone catalog, Set<Name> wanted) throws ZoneFault {
        var draft = new Draft(catalog);
        var named = members(catalog);
        named.forEach((member, id) -> {
            if (!wanted.contains(member)) {
                draft.remove(id, Type.PTR);
            }
        });
        for (var member : wanted) {
            if (!named.containsKey(member)) {
                draft.add(
                        new PTRRecord(
                                id(catalog.origin(), member), DClass.IN, TTL_SECONDS, member));
            }
        }
        return draft.difference();
    }

    // RFC 9432 section 4.1: the label is of no meaning, but the same as long as the zone is.
    private static Name id(Name origin, Name member) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(member.toWireCanonical());
            return under(under(origin, "zones"), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Name under(Name origin, String label) {
        try {
            return Name.fromString(label, origin);
        } catch (TextParseException tooLong) {
            throw new IllegalArgumentException(
                    origin + " is too long a name for a catalog", tooLong);
        }
    }
}
