package io.labnet.dns.resolver;

import java.time.Duration;

/**
 * What one client's question may cost. Without such limits a few hostile zones can make one query
 * into thousands (NXNSAttack, CVE-2020-12662).
 *
 * @param queriesMax to other servers
 * @param referralsMax followed
 * @param aliasesMax CNAME and DNAME records followed
 * @param lookupsMax searches for the address of a name server that came without
 * @param depthMax how deep such a search may lead to another one
 * @param labelsMinimised so many labels of a name are shown one at a time, each to the servers that
 *     know the next (RFC 9156 section 2.3); 0 shows the whole name to all
 * @param queryTimeout how long one server may keep silent
 * @param resolverTimeout how long one that asks around for us may
 * @param total after which the client is told SERVFAIL
 */
public record Limits(
        int queriesMax,
        int referralsMax,
        int aliasesMax,
        int lookupsMax,
        int depthMax,
        int labelsMinimised,
        Duration queryTimeout,
        Duration resolverTimeout,
        Duration total) {
    public static final Limits USUAL =
            new Limits(
                    50,
                    30,
                    16,
                    10,
                    4,
                    2,
                    Duration.ofMillis(800),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(4));

    /** The same, but so many queries at most. */
    public Limits withQueries(int most) {
        return new Limits(
                most,
                referralsMax,
                aliasesMax,
                lookupsMax,
                depthMax,
                labelsMinimised,
                queryTimeout,
                resolverTimeout,
                total);
    }

    /** The same, but another patience with each server. */
    public Limits withQueryTimeout(Duration timeout) {
        return new Limits(
                queriesMax,
                referralsMax,
                aliasesMax,
                lookupsMax,
                depthMax,
                labelsMinimised,
                timeout,
                resolverTimeout,
                total);
    }

    /** The same, but so many labels one at a time. */
    public Limits withLabelsMinimised(int labels) {
        return new Limits(
                queriesMax,
                referralsMax,
                aliasesMax,
                lookupsMax,
                depthMax,
                labels,
                queryTimeout,
                resolverTimeout,
                total);
    }
}
