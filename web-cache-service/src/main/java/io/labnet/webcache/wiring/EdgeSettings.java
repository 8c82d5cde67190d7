package io.labnet.webcache.wiring;

import io.labnet.webcache.edge.Siblings.Sibling;
import io.labnet.webcache.edge.Site;
import io.labnet.webcache.message.Target;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set of sites, siblings and the care of origins, under {@code labnet.web-cache}.
 *
 * @param sites whose front door this cache is
 * @param edgePort a TCP port where it answers for its sites alone; 0 for none but the proxy's
 * @param edgeTlsPort the same over TLS; 0 for none
 * @param siblings the other edges that share its URLs
 * @param siblingWeight this edge's own share, above 0
 * @param originAuthorities who vouches for origins besides the lab's own authority: files of PEM,
 *     or {@code system} for those that Java trusts
 * @param originFirstByte how long an origin may take to begin its answer
 * @param originRequests how many requests may be at one origin, 1 or more
 * @param originQueue how many may wait for their turn there
 * @param originFailures at what percentage of failed requests an origin is left alone, 1 to 100
 * @param originRest how long it is left alone
 * @param standIn how long past its freshness a stored response stands in for an origin that is
 *     down, where neither the response nor the request says
 */
@ConfigurationProperties("labnet.web-cache")
public record EdgeSettings(
        @DefaultValue List<SiteSettings> sites,
        @DefaultValue("0") int edgePort,
        @DefaultValue("0") int edgeTlsPort,
        @DefaultValue List<SiblingSettings> siblings,
        @DefaultValue("1") double siblingWeight,
        @DefaultValue List<String> originAuthorities,
        @DefaultValue("30s") Duration originFirstByte,
        @DefaultValue("256") int originRequests,
        @DefaultValue("1024") int originQueue,
        @DefaultValue("50") int originFailures,
        @DefaultValue("10s") Duration originRest,
        @DefaultValue("0s") Duration standIn) {

    /**
     * One site.
     *
     * @param name for people
     * @param hosts the names that it answers to
     * @param origins where its content comes from
     * @param host the Host field that they get; empty to keep the client's
     * @param check the path that shows whether an origin is well; empty when only requests show it
     * @param checkEvery from one look to the next
     * @param rise how many good answers in a row make an origin well
     * @param fall how many failures in a row make it ill
     */
    public record SiteSettings(
            String name,
            Set<String> hosts,
            List<OriginSettings> origins,
            @DefaultValue("") String host,
            @DefaultValue("") String check,
            @DefaultValue("5s") Duration checkEvery,
            @DefaultValue("2") int rise,
            @DefaultValue("3") int fall) {
        Site site() {
            var small = hosts.stream().map(one -> one.toLowerCase(Locale.ROOT));
            return new Site(
                    name,
                    small.collect(Collectors.toUnmodifiableSet()),
                    origins.stream().map(OriginSettings::member).toList(),
                    Optional.of(host).filter(text -> !text.isBlank()),
                    Optional.of(check)
                            .filter(path -> !path.isBlank())
                            .map(path -> new Site.Check(path, checkEvery, rise, fall)));
        }
    }

    /**
     * One origin of a site.
     *
     * @param address host and port, with {@code https://} before it where it is asked over TLS;
     *     without a port, that of the scheme
     * @param weight its share, 1 to 1000
     */
    public record OriginSettings(String address, @DefaultValue("1") int weight) {
        Site.Member member() {
            return new Site.Member(authority("an origin", address), weight);
        }
    }

    /**
     * Another edge.
     *
     * @param name its pseudonym
     * @param address host and port where it listens as a proxy, with {@code https://} before it
     *     where that is by TLS
     * @param weight its share, above 0
     */
    public record SiblingSettings(String name, String address, @DefaultValue("1") double weight) {
        Sibling sibling() {
            return new Sibling(name, authority("a sibling", address), weight);
        }
    }

    private static Target authority(String what, String text) {
        return Target.place(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                what
                                        + " of labnet.web-cache is \""
                                        + text
                                        + "\", but must be host:port, perhaps after https://"));
    }
}
