package io.labnet.dns.zone;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneMDRecord;

/**
 * The digest of a zone as a whole, by which whoever has a copy sees that it is what was made (RFC
 * 8976). One that is signed elsewhere is believed with the signature unseen.
 */
public final class ZoneDigest {
    // Type, class, TTL and length stand between a record's name and its data.
    private static final int FIXED_BYTES = 10;

    private static final Comparator<Record> ORDER =
            Comparator.comparing(Record::getName).thenComparingInt(Record::getType);

    private ZoneDigest() {}

    /** How it is made. */
    public enum Hash {
        /** RFC 8976 section 5.3. */
        SHA384(ZoneMDRecord.Hash.SHA384),
        SHA512(ZoneMDRecord.Hash.SHA512);

        private final int number;

        Hash(int number) {
            this.number = number;
        }

        private MessageDigest start() {
            try {
                return MessageDigest.getInstance(name().replace("SHA", "SHA-"));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static @Nullable Hash of(ZoneMDRecord record) {
            return Stream.of(values())
                    .filter(hash -> hash.number == record.getHashAlgorithm())
                    .filter(_ -> record.getScheme() == ZoneMDRecord.Scheme.SIMPLE)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The record for a zone as it is. */
    public static ZoneMDRecord of(Zone zone, Hash hash) {
        return record(zone, hash, digest(zone, hash));
    }

    /** A record that stands for the one that is still to be made (RFC 8976 section 3.1). */
    public static ZoneMDRecord placeholder(Zone zone, Hash hash) {
        return record(zone, hash, new byte[hash.start().getDigestLength()]);
    }

    private static ZoneMDRecord record(Zone zone, Hash hash, byte[] digest) {
        var soa = zone.soa();
        return new ZoneMDRecord(
                zone.origin(),
                DClass.IN,
                soa.getTTL(),
                soa.getSerial(),
                ZoneMDRecord.Scheme.SIMPLE,
                hash.number,
                digest);
    }

    /** The digests that a zone tells of itself. */
    public static List<ZoneMDRecord> told(Zone zone) {
        return zone.records(zone.origin(), Type.ZONEMD).stream()
                .map(ZoneMDRecord.class::cast)
                .toList();
    }

    /**
     * Looks whether a zone is what its digest says, where it has one that can be looked at. One
     * that fits is enough.
     *
     * @throws ZoneFault when it is not
     */
    public static void require(Zone zone) throws ZoneFault {
        var told = told(zone);
        String objection = null;
        for (var record : told) {
            var hash = Hash.of(record);
            // RFC 8976 section 4: what we do not know says nothing.
            if (hash != null) {
                objection = objection(zone, told, record, hash);
                if (objection == null) {
                    return;
                }
            }
        }
        if (objection != null) {
            throw new ZoneFault(zone + ", is refused: " + objection);
        }
    }

    /** Whether a digest is made in this way, and for this version. */
    public static boolean isFor(Zone zone, ZoneMDRecord record, Hash hash) {
        return Hash.of(record) == hash && record.getSerial() == zone.soa().getSerial();
    }

    /**
     * A change of a zone whose digest nobody makes here: that of the old version goes with it.
     *
     * @throws ZoneFault when the change brings a digest along that is not that of the new version
     */
    static @Nullable Difference withoutOld(Zone newest, Difference wanted) throws ZoneFault {
        var isTold = wanted.added().stream().anyMatch(record -> record.getType() == Type.ZONEMD);
        if (!isTold && told(newest).isEmpty()) {
            return wanted;
        }
        var next = newest.apply(wanted);
        var draft = new Draft(newest);
        wanted.removed().forEach(draft::remove);
        wanted.added().forEach(draft::add);
        draft.remove(newest.origin(), Type.SOA);
        draft.add(wanted.to());
        for (var record : told(next)) {
            if (record.getSerial() != next.soa().getSerial()) {
                draft.remove(record);
            }
        }
        var change = draft.difference();
        if (change != null) {
            require(newest.apply(change));
        }
        return change;
    }

    private static @Nullable String objection(
            Zone zone, List<ZoneMDRecord> told, ZoneMDRecord record, Hash hash) {
        // RFC 8976 section 2.1: of one scheme and hash there is one digest.
        if (told.stream().filter(other -> Hash.of(other) == hash).count() > 1) {
            return "it has two ZONEMD records by " + text(hash);
        }
        if (record.getSerial() != zone.soa().getSerial()) {
            return "its ZONEMD record is for serial " + record.getSerial();
        }
        return Arrays.equals(record.getDigest(), digest(zone, hash))
                ? null
                : "its ZONEMD record has another digest, by " + text(hash);
    }

    private static String text(Hash hash) {
        return hash.name().toUpperCase(Locale.ROOT).replace("SHA", "SHA-");
    }

    private static byte[] digest(Zone zone, Hash hash) {
        var records = included(zone);
        var digest = hash.start();
        for (int from = 0; from < records.size(); ) {
            var to = from + 1;
            while (to < records.size() && isOneSet(records.get(from), records.get(to))) {
                to++;
            }
            inOrder(records.subList(from, to)).forEach(digest::update);
            from = to;
        }
        return digest.digest();
    }

    /** RFC 8976 sections 3.3.1 and 3.4: glue and what is hidden too, but not the digest itself. */
    private static List<Record> included(Zone zone) {
        var records = new ArrayList<Record>(zone.size());
        for (var record : zone) {
            if (!isAboutDigest(record, zone.origin())) {
                records.add(record);
            }
        }
        records.sort(ORDER);
        return records;
    }

    private static boolean isAboutDigest(Record record, Name origin) {
        var type =
                record instanceof RRSIGRecord signature
                        ? signature.getTypeCovered()
                        : record.getType();
        return type == Type.ZONEMD && record.getName().equals(origin);
    }

    private static boolean isOneSet(Record one, Record other) {
        return ORDER.compare(one, other) == 0;
    }

    // The records of one set go by their data (RFC 4034 section 6.3).
    private static List<byte[]> inOrder(List<Record> set) {
        var data = set.getFirst().getName().length() + FIXED_BYTES;
        return set.stream()
                .map(Record::toWireCanonical)
                .sorted((a, b) -> Arrays.compareUnsigned(a, data, a.length, b, data, b.length))
                .toList();
    }
}
