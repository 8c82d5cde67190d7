package io.labnet.dns.resolver;

import java.time.Duration;

/**
 * What one client's question may cost. Without such limits a few hostile zones can make one query
 * into thousands (NXNSAttack, CVE-2020-12662).
 *
 * @param queriesMax to other servers
 * @param aliasesMax CNAME records followed
 * @param depthMax how deep a search for a name server's address may lead to another such search
 * @param queryTimeout how long one server may keep silent
 * @param total after which the client is told SERVFAIL
 */
public record Limits(
        int queriesMax, int aliasesMax, int depthMax, Duration queryTimeout, Duration total) {
    public static final Limits USUAL =
            new Limits(50, 16, 4, Duration.ofMillis(800), Duration.ofSeconds(4));
}
