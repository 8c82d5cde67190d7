package io.labnet.mail.queue;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tries that are under way: at most {@value #TRIES_MAX}, and {@value #TRIES_PER_DOMAIN_MAX} to
 * one domain, so that a destination that answers slowly does not hold up the others.
 */
final class Tries {
    static final int TRIES_MAX = 64;
    static final int TRIES_PER_DOMAIN_MAX = 4;

    /** What goes over one connection: one message, one sending host, one receiving domain. */
    record Parcel(String server, long contentId, String domain) {}

    private final Set<Parcel> underWay = new HashSet<>();

    /** Notes that a try begins; false when it must not, or has begun already. */
    synchronized boolean begin(Parcel parcel) {
        return underWay.size() < TRIES_MAX
                && triesTo(parcel.domain()) < TRIES_PER_DOMAIN_MAX
                && underWay.add(parcel);
    }

    synchronized void end(Parcel parcel) {
        underWay.remove(parcel);
    }

    /** The domains to which no try may begin now. */
    synchronized Set<String> busyDomains() {
        return underWay.stream().collect(groupingBy(Parcel::domain, counting())).entrySet().stream()
                .filter(domain -> domain.getValue() >= TRIES_PER_DOMAIN_MAX)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private long triesTo(String domain) {
        return underWay.stream().filter(parcel -> parcel.domain().equals(domain)).count();
    }
}
