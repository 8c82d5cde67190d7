package io.labnet.dns.policy;

import io.labnet.network.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which records of one set are told to whom. Records are named by their data as a master file has
 * it, such as {@code 198.18.7.11}; those that the set does not have (any more) are passed over.
 *
 * @param check whether each address is looked after, and not told while it is down; null for not
 */
public record Policy(SetKey of, Kind kind, @Nullable Check check) {
    /** What kind of policy it is. */
    public sealed interface Kind {
        /** All records, as far as they are up. */
        record All() implements Kind {}

        /**
         * One record, drawn in proportion to its weight.
         *
         * @param weights 0 for one that is never drawn; one that has none here weighs 1
         */
        record Weighted(Map<String, Integer> weights) implements Kind {}

        /**
         * Those of the longest prefix that the client's address has.
         *
         * @param otherwise those of all other clients; empty for all records
         */
        record Subnets(Map<Network, List<String>> subnets, List<String> otherwise)
                implements Kind {}
    }

    /** Whether everybody is told all of the set, whatever happens. */
    public boolean keepsSetWhole() {
        return kind instanceof Kind.All && check == null;
    }

    /**
     * A look at whether an address takes connections by TCP.
     *
     * @param interval between the end of one look and the next
     * @param timeout for a connection
     */
    public record Check(int port, Duration interval, Duration timeout) {}
}
