package io.labnet.dns.wiring;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The recursive name server.
 *
 * @param enabled false where this process is to run none
 * @param name the host of the world that it is
 * @param tls whether it listens for DNS over TLS and over HTTPS, too
 * @param clients the networks whose questions it answers, such as {@code 127.0.0.0/8}; also those
 *     on whose behalf recursive name servers ask
 * @param roots which hosts of the world are the root's name servers; it starts from these
 * @param forwards what is not asked of the lab's own servers: for each domain the resolver that
 *     knows it, such as {@code cluster.local=10.96.0.10}, with its port where that is not 53
 * @param stubs likewise for each domain one of its own servers, at the lab's port if none is given
 * @param localData what is answered whatever others say, such as {@code ads.example=NXDOMAIN}
 * @param recursionDesired whether it asks others to ask on its behalf
 * @param prime whether it asks the root's servers which ones there are
 * @param mixedCase whether it asks with letters of random case
 * @param labelsMinimised how many labels of a name are shown one at a time
 * @param failurePause for how long what has failed is left alone the first time, 1 s or more
 * @param failurePauseMax and at most, up to 5 min
 */
public record ResolverSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("dns.poly.edu") String name,
        @DefaultValue("true") boolean tls,
        @DefaultValue("127.0.0.0/8") List<String> clients,
        @DefaultValue List<String> roots,
        @DefaultValue List<String> forwards,
        @DefaultValue List<String> stubs,
        @DefaultValue List<String> localData,
        @DefaultValue("false") boolean recursionDesired,
        @DefaultValue("true") boolean prime,
        @DefaultValue("true") boolean mixedCase,
        @DefaultValue("2") int labelsMinimised,
        @DefaultValue("1s") Duration failurePause,
        @DefaultValue("5s") Duration failurePauseMax,
        @DefaultValue Cache cache,
        @DefaultValue Validation validation) {

    /**
     * What it remembers.
     *
     * @param entries how many sets of records
     * @param size how much memory they take, by estimate
     * @param ttlMin what has a shorter TTL is remembered for so long
     * @param ttlMax and what has a longer one, for so long
     * @param negativeTtlMax how long it is remembered that there is nothing
     * @param prefetch whether what is used is asked for again before it is forgotten
     * @param serveStale whether what is stale is told when nobody can be asked
     * @param staleMax how long after its TTL has passed
     * @param staleAfter how long a client waits for something better
     */
    public record Cache(
            @DefaultValue("100000") int entries,
            @DefaultValue("64MB") DataSize size,
            @DefaultValue("0s") Duration ttlMin,
            @DefaultValue("1d") Duration ttlMax,
            @DefaultValue("3h") Duration negativeTtlMax,
            @DefaultValue("true") boolean prefetch,
            @DefaultValue("true") boolean serveStale,
            @DefaultValue("1d") Duration staleMax,
            @DefaultValue("1800ms") Duration staleAfter) {}

    /**
     * How far others have to prove what they say. Without any anchor they have not.
     *
     * @param anchors DS or DNSKEY records, such as {@code . DS 20326 8 2 E06D44...}
     * @param anchorFile a file with more of them, one a line; none when it is empty
     * @param clockSkew how far the clocks of those who sign may differ from ours
     */
    public record Validation(
            @DefaultValue List<String> anchors,
            @DefaultValue("") String anchorFile,
            @DefaultValue("5m") Duration clockSkew) {}
}
