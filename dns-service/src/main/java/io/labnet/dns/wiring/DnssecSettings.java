package io.labnet.dns.wiring;

import io.labnet.dns.zone.ZoneDigest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
 * @param zonemd how a digest of each signed zone is made; none where it is not given
 * @param withdrawal for how long a zone is still signed that is to be signed no more, where its
 *     parent is served elsewhere: that has to see it meanwhile, and all have to forget the DS
 *     record
 * @param anchorFile where the keys of the root zone are told to others, if it is signed here;
 *     nowhere when it is empty
 */
@ConfigurationProperties("labnet.dns.dnssec")
public record DnssecSettings(
        @DefaultValue("asked") Sign sign,
        @DefaultValue("14d") Duration lifetime,
        @DefaultValue("5d") Duration renewal,
        @DefaultValue("1h") Duration checkEvery,
        ZoneDigest.@Nullable Hash zonemd,
        @DefaultValue("2d") Duration withdrawal,
        @DefaultValue("") String anchorFile,
        @DefaultValue Cds cds) {

    /**
     * How children of signed zones that are served elsewhere are asked for their keys.
     *
     * @param enabled false where they are not
     * @param acceptFirst the networks of the name servers from which a first DS record is taken;
     *     later ones have to be signed with a key that the one before names
     * @param every the time between two looks, 1 s or more
     * @param timeout how long one address of a name server is waited for
     */
    public record Cds(
            @DefaultValue("true") boolean enabled,
            @DefaultValue List<String> acceptFirst,
            @DefaultValue("1h") Duration every,
            @DefaultValue("2s") Duration timeout) {}

    /** What is signed. */
    public enum Sign {
        ASKED,
        ALL
    }
}
