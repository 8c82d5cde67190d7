package io.labnet.dns.authority;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Where the search for a name and type in one zone ends (RFC 1034 section 4.3.2, step 3). */
sealed interface Match {
    /** Records of that type, owned by that name. */
    record Data(List<Record> records) implements Match {}

    /**
     * The name stands for another, where the search goes on.
     *
     * @param records the CNAME record that says so, after the DNAME record it comes from, if any
     */
    record Alias(List<Record> records, Name target) implements Match {}

    /** A DNAME record makes a name of it that is longer than names may be. */
    record Overflow(Record dname) implements Match {}

    /** The name is at or below a zone cut, which these NS records make. */
    record Cut(List<Record> nameServers) implements Match {}

    /** The name exists, or a wildcard stands for it, but there is nothing of that type. */
    record NoData() implements Match {}

    /** The name does not exist. */
    record NoName() implements Match {}
}
