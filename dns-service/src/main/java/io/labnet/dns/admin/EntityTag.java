package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.dns.zone.Zone;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/** Which version somebody has seen, so that two do not overwrite each other (RFC 9110 8.8.3). */
final class EntityTag {
    private EntityTag() {}

    static String of(Zone zone) {
        return "\"" + zone.soa().getSerial() + "\"";
    }

    /** Of a set of records, whatever their order. */
    static String of(List<Record> set) {
        var lines = set.stream().map(record -> record.getTTL() + " " + record.rdataToString());
        return of(lines.sorted().collect(Collectors.joining("\n")));
    }

    /** Of something that one text says all of. */
    static String of(String text) {
        var checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return "\"%08x\"".formatted(checksum.getValue());
    }

    /**
     * Compares what a client has seen with what there is.
     *
     * @param wanted of the header If-Match; null when there is none
     * @param found null when there is no such thing
     * @throws ApiProblem (412) when it is something else
     */
    static void require(@Nullable String wanted, @Nullable String found) {
        if (wanted == null) {
            return;
        }
        var isSeen = wanted.equals("*") || Arrays.asList(wanted.split(", *")).contains(found);
        if (found == null || !isSeen) {
            var now = found == null ? "not there" : found;
            throw ApiProblem.changedMeanwhile(
                    "It is " + now + " by now, not " + wanted + ": look at it, and try again.");
        }
    }
}
