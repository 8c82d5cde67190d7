package io.labnet.dns.wiring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which zones are signed, and for how long a signature holds.
 *
 * @param sign {@code asked} for those that somebody signs over REST, {@code all} for all zones that
 *     this process is the primary of
 * @param lifetime of a signature at most; up to a day less, lest all end at once
 * @param renewal so long before its end a signature is made anew
 * @param checkEvery the time between two looks for those
 */
@ConfigurationProperties("labnet.dns.dnssec")
public record DnssecSettings(
        @DefaultValue("asked") Sign sign,
        @DefaultValue("14d") Duration lifetime,
        @DefaultValue("5d") Duration renewal,
        @DefaultValue("1h") Duration checkEvery) {

    /** What is signed. */
    public enum Sign {
        ASKED,
        ALL
    }
}
