package io.labnet.gateway.services;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instances of one service that has a name. */
final class NamedInstances {
    static final int MOST = 64;

    /**
     * How long instances outlive a name that has no addresses any more: Java does not tell a
     * resolver that is away for a moment from a name that is gone.
     */
    static final Duration KEPT_FOR = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(NamedInstances.class);
    private static final Duration FIRST_LOOK_WITHIN = Duration.ofSeconds(1);
    private static final Comparator<InetAddress> BY_NUMBER =
            Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned);

    private final Service service;
    private final NameLookup lookup;
    private final Clock clock;
    private final CountDownLatch firstLook = new CountDownLatch(1);
    private volatile List<Instance> known = List.of();
    private Instant lastFound = Instant.MIN;

    NamedInstances(Service service, NameLookup lookup, Clock clock) {
        this.service = service;
        this.lookup = lookup;
        this.clock = clock;
    }

    List<Instance> known() {
        try {
            var _ = firstLook.await(FIRST_LOOK_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return known;
    }

    /** Looks the name up; one thread at a time, and whatever happens there is a next time. */
    synchronized void look() {
        try {
            found(lookup.addresses(service.host()));
        } catch (UnknownHostException nobody) {
            notFound(nobody);
        } catch (RuntimeException bug) {
            LOG.error("{} cannot be looked up", service.host(), bug);
        } finally {
            firstLook.countDown();
        }
    }

    private void found(List<InetAddress> addresses) {
        lastFound = clock.instant();
        var now =
                oneFamily(addresses).stream()
                        .distinct()
                        .sorted(BY_NUMBER)
                        .limit(MOST)
                        .map(address -> Instance.of(service, address))
                        .toList();
        if (!now.equals(known)) {
            LOG.info("{} has {}", service.host(), now.stream().map(Instance::address).toList());
            known = now;
        }
    }

    // A host with both kinds of address would otherwise be two instances.
    private static List<InetAddress> oneFamily(List<InetAddress> addresses) {
        var v4 = addresses.stream().filter(Inet4Address.class::isInstance).toList();
        return v4.isEmpty() ? addresses : v4;
    }

    private void notFound(UnknownHostException nobody) {
        LOG.debug("{} has no addresses", service.host(), nobody);
        if (!known.isEmpty() && clock.instant().isAfter(lastFound.plus(KEPT_FOR))) {
            LOG.info("{} has had no addresses for a while", service.host());
            known = List.of();
        }
    }
}
