package io.labnet.webcache.edge;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sites of this edge, whose turn it is at each, and which of their origins are well.
 *
 * <p>Safe for many threads.
 */
public final class Sites {
    public static final Sites NONE = new Sites(List.of());

    private final List<Site> all;
    private final Map<String, Site> byHost = new HashMap<>();
    private final Map<Site, Turns> turns = new HashMap<>();
    private final Map<Site, Map<Site.Member, Wellness>> health = new HashMap<>();

    /**
     * Sites whose origins are all thought to be well.
     *
     * @throws IllegalArgumentException when two sites answer to the same host
     */
    public Sites(List<Site> sites) {
        all = List.copyOf(sites);
        for (var site : all) {
            turns.put(site, new Turns(site.origins()));
            health.put(site, new ConcurrentHashMap<>());
            for (var host : site.hosts()) {
                var other = byHost.put(host.toLowerCase(Locale.ROOT), site);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "both " + other.name() + " and " + site.name() + " claim " + host);
                }
            }
        }
    }

    public List<Site> all() {
        return all;
    }

    /** The site that answers to a host name, which is in small letters. */
    public Optional<Site> of(String host) {
        return Optional.ofNullable(byHost.get(host));
    }

    /** The origins to try for the next request, in this order; empty when all are ill. */
    public List<Site.Member> next(Site site) {
        return place(turns, site).next(member -> isWell(site, member));
    }

    public boolean isWell(Site site, Site.Member member) {
        return place(health, site).getOrDefault(member, Wellness.UNKNOWN).well();
    }

    /** Takes down what a health check has shown; tells whether that changed anything. */
    public boolean looked(Site site, Site.Member member, Site.Check check, boolean good) {
        var before = isWell(site, member);
        place(health, site)
                .compute(
                        member,
                        (one, known) ->
                                (known == null ? Wellness.UNKNOWN : known).after(good, check));
        return before != isWell(site, member);
    }

    private static <T> T place(Map<Site, T> places, Site site) {
        var place = places.get(site);
        if (place == null) {
            throw new IllegalArgumentException(site.name() + " is not a site of this edge");
        }
        return place;
    }
}
