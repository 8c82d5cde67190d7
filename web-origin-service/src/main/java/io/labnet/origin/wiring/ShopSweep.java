package io.labnet.origin.wiring;

import io.labnet.origin.shop.Customers;
import io.labnet.origin.shop.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the shop's rows whose time is over, at a steady beat; the first time one beat on. */
final class ShopSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShopSweep.class);

    // No bean of its own: Spring Boot would take it for the one that all others use.
    private final ScheduledExecutorService beat =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("shop-sweep").factory());
    private final ShopOpening opening;
    private final Customers customers;

    ShopSweep(Duration every, ShopOpening opening, Customers customers) {
        this.opening = opening;
        this.customers = customers;
        var millis = every.toMillis();
        var _ = beat.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
    }

    // A database that nobody has used is left closed.
    private void sweep() {
        try {
            if (opening.isKept()) {
                var swept = customers.sweep();
                LOG.debug("{} customers of the shop were forgotten as their time was over", swept);
            }
        } catch (StoreException e) {
            LOG.warn("The shop's rows could not be swept; it is tried again later", e);
        }
    }

    @Override
    public void close() {
        beat.shutdownNow();
    }
}
