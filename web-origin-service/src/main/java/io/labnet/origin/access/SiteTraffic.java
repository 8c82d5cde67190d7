package io.labnet.origin.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What each site was asked and what it answered, since the start. The names are those of sites that
 * are there, never what a client calls them, so there are only so many.
 */
public final class SiteTraffic implements Consumer<Access> {
    /** So many sites are told apart; what is beyond counts with those that are none of ours. */
    static final int SITES_MAX = 200;

    /** What stands for requests that meant no site of this server. */
    public static final String NONE = "(none)";

    private static final String PREFIX = "labnet.web-origin.";
    private static final int CLASSES = 5;

    /**
     * One site's counters.
     *
     * @param requests answered
     * @param responses how many of them with a status of 1xx, 2xx and so on; without those that
     *     never were
     * @param bytes of the answers' bodies
     */
    public record Counts(String site, long requests, Map<String, Long> responses, long bytes) {}

    /** A site's counters, the first for 1xx. */
    private record Site(List<Counter> byClass, Counter bytes) {}

    private final ConcurrentHashMap<String, Site> sites = new ConcurrentHashMap<>();
    private final MeterRegistry meters;

    public SiteTraffic(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void accept(Access access) {
        var site = site(access.site().isEmpty() ? NONE : access.site());
        site.byClass().get(Math.clamp(access.status() / 100, 1, CLASSES) - 1).increment();
        site.bytes().increment((double) access.bytes());
    }

    private Site site(String name) {
        var known = sites.get(name);
        if (known != null) {
            return known;
        }
        var counted = sites.size() < SITES_MAX ? name : NONE;
        return sites.computeIfAbsent(counted, this::made);
    }

    private Site made(String name) {
        return new Site(
                List.of(
                        responses(name, "1xx"),
                        responses(name, "2xx"),
                        responses(name, "3xx"),
                        responses(name, "4xx"),
                        responses(name, "5xx")),
                meters.counter(PREFIX + "site-bytes", "site", name));
    }

    private Counter responses(String site, String status) {
        return meters.counter(PREFIX + "site-responses", "site", site, "status", status);
    }

    /** All sites that were asked something, by name. */
    public List<Counts> counts() {
        return sites.entrySet().stream()
                .map(entry -> counts(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Counts::site))
                .toList();
    }

    private static Counts counts(String name, Site site) {
        var responses = new TreeMap<String, Long>();
        long requests = 0;
        for (int i = 0; i < CLASSES; i++) {
            var count = (long) site.byClass().get(i).count();
            requests += count;
            if (count > 0) {
                responses.put((i + 1) + "xx", count);
            }
        }
        return new Counts(name, requests, responses, (long) site.bytes().count());
    }
}
