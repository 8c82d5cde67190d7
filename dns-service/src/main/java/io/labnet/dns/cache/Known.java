package io.labnet.dns.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** What is known about a question. TTLs are what is left of them. */
public sealed interface Known {
    /** There are such records; or there is an alias, which is then the only record. */
    record Records(List<Record> records) implements Known {}

    /**
     * The name does not exist.
     *
     * @param soa null when the answer came without; it is not kept then (RFC 2308 section 5)
     */
    record NoSuchName(@Nullable SOARecord soa) implements Known {}

    /**
     * The name has nothing of this type.
     *
     * @param soa null when the answer came without; it is not kept then (RFC 2308 section 5)
     */
    record NoData(@Nullable SOARecord soa) implements Known {}

    /** Nothing is known. */
    record Nothing() implements Known {}
}
