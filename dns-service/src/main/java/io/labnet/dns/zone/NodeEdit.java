package io.labnet.dns.zone;

import io.labnet.dns.message.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The records of one name while they are changed. */
final class NodeEdit {
    private final int sizeBefore;
    // In canonical order all the time.
    private final List<Record> records;
    private final Map<Integer, Long> ttls = new HashMap<>();

    NodeEdit(List<Record> before) {
        this.sizeBefore = before.size();
        this.records = new ArrayList<>(before);
    }

    /**
     * Removes a record, whatever its TTL.
     *
     * @throws ZoneFault when it is not here
     */
    void remove(Record record) throws ZoneFault {
        var at = Collections.binarySearch(records, record);
        if (at < 0) {
            throw new ZoneFault(
                    Names.text(record.getName())
                            + " "
                            + Type.string(record.getType())
                            + " "
                            + record.rdataToString()
                            + " is not here to be removed");
        }
        records.remove(at);
    }

    void add(Record record) {
        var at = Collections.binarySearch(records, record);
        if (at < 0) {
            records.add(-at - 1, record);
        }
        ttls.put(TimeToLive.setOf(record), record.getTTL());
    }

    /** How many records there are more than before. */
    int grownBy() {
        return records.size() - sizeBefore;
    }

    /** A set has one TTL (RFC 2181 section 5.2), that of the record that came last. */
    List<Record> records() {
        records.replaceAll(record -> {
            var ttl = ttls.get(TimeToLive.setOf(record));
            return ttl == null ? record : TimeToLive.of(record, ttl);
        });
        return records;
    }
}
