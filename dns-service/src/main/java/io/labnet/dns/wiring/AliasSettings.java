package io.labnet.dns.wiring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * ALIAS records: whose addresses they have, and when that is looked into.
 *
 * @param resolver the address of the recursive server that is asked, as {@code 192.0.2.1:53}; the
 *     lab's own where it is not given
 * @param timeout how long one try waits; a question takes at most three times as long
 * @param ttlMin the time between two looks at least, however short the answer's TTL is
 * @param ttlMax and at most
 * @param retry after a look in vain
 * @param staleMax for how long the last answer is told while all looks are in vain
 */
@ConfigurationProperties("labnet.dns.alias")
public record AliasSettings(
        @Nullable String resolver,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("5s") Duration ttlMin,
        @DefaultValue("1h") Duration ttlMax,
        @DefaultValue("30s") Duration retry,
        @DefaultValue("1d") Duration staleMax) {}
