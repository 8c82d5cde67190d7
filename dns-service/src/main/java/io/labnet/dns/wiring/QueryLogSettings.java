package io.labnet.dns.wiring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The log of all queries, under {@code labnet.dns.query-log}: {@code dns/queries.jsonl} in the data
 * folder.
 *
 * @param enabled whether it is kept; then no answers are ready, so that each query is seen
 * @param size of each file, 4 KB or more
 * @param files how many there are, 1 to 100
 */
@ConfigurationProperties("labnet.dns.query-log")
record QueryLogSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("16MB") DataSize size,
        @DefaultValue("4") int files) {
    private static final DataSize SIZE_MIN = DataSize.ofKilobytes(4);
    private static final int FILES_MAX = 100;

    QueryLogSettings {
        if (size.compareTo(SIZE_MIN) < 0 || files < 1 || files > FILES_MAX) {
            throw new IllegalArgumentException(
                    "labnet.dns.query-log must have files of 4KB or more, and 1 to 100 of them");
        }
    }
}
