package io.labnet.dns.alias;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** A resolver, which knows the addresses of names that are not ours. */
public interface AddressLookup {
    /** What it says. */
    sealed interface Answer {
        /**
         * The records; none where there are none.
         *
         * @param ttl for how long that holds
         */
        record Known(List<Record> records, Duration ttl) implements Answer {}

        /**
         * Nobody knows, for now.
         *
         * @param reason for people
         */
        record Unknown(String reason) implements Answer {}
    }

    /**
     * Asks; blocks until there is an answer, for a bounded time.
     *
     * @param type A or AAAA
     */
    Answer look(Name name, int type);
}
