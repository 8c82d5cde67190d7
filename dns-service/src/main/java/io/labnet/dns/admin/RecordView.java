package io.labnet.dns.admin;

import io.labnet.dns.message.Names;
import io.labnet.dns.zone.Alias;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * One record, as people write it.
 *
 * @param name without a final dot
 * @param ttl in seconds
 * @param data as in a master file; names in it have a final dot
 */
public record RecordView(String name, String type, long ttl, String data) {
    static RecordView of(Record record) {
        if (record.getType() == Alias.TYPE) {
            var target = Alias.target(record).toString();
            return new RecordView(Names.text(record.getName()), "ALIAS", record.getTTL(), target);
        }
        return new RecordView(
                Names.text(record.getName()),
                Type.string(record.getType()),
                record.getTTL(),
                record.rdataToString());
    }

    boolean mentions(String text) {
        return name.contains(text) || data.contains(text) || type.equalsIgnoreCase(text);
    }
}
