package io.labnet.dns.message;

import java.util.Locale;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What is asked.
 *
 * @param name absolute; compared without regard to case (RFC 4343)
 * @param type a QTYPE, such as {@link Type#A}
 * @param dclass a QCLASS; only IN is ever answered
 */
public record Question(Name name, int type, int dclass) {
    /** A question in class IN. */
    public Question(Name name, int type) {
        this(name, type, DClass.IN);
    }

    /** The question as a record of the question section. */
    public Record toRecord() {
        return Record.newRecord(name, type, dclass);
    }

    /**
     * For people, such as {@code A gaia.cs.umass.edu}: in small letters, for the case is random.
     */
    public String text() {
        return Type.string(type) + " " + Names.text(name).toLowerCase(Locale.ROOT);
    }
}
