package io.labnet.origin.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.origin.answer.Program;
import io.labnet.origin.shop.CookieLog;
import io.labnet.origin.shop.Customers;
import io.labnet.origin.shop.Shop;
import io.labnet.origin.shop.ShopDatabase;
import io.labnet.origin.shop.StoreException;
import io.labnet.origin.shop.Storefront;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the shop together; nothing of its database is touched before somebody comes in. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ShopSettings.class)
class ShopWiring {
    private static final Logger LOG = LoggerFactory.getLogger(ShopWiring.class);

    @Bean
    ShopOpening shopOpening(ShopSettings settings, LabSettings lab) {
        return new ShopOpening(
                settings.database(), lab.dataDir().resolve("web-origin").resolve("shop.db"));
    }

    @Bean
    ShopDatabase shopDatabase(ShopOpening opening, ShopSettings settings) {
        return new ShopDatabase(opening, settings.patience());
    }

    @Bean
    CookieLog cookieLog() {
        return new CookieLog();
    }

    @Bean
    Customers customers(ShopDatabase database, Clock clock) {
        return new Customers(database, clock);
    }

    @Bean
    Program shop(ShopDatabase database, ShopSettings settings, CookieLog log, Clock clock) {
        var shop = new Shop(database, settings.catalogue(), settings.limits(), clock);
        return new Storefront(shop, log, clock);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService shopSweep(
            ShopSettings settings, ShopOpening opening, Customers customers) {
        var sweep =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("shop-sweep").factory());
        var every = settings.sweepEvery().toMillis();
        var _ =
                sweep.scheduleWithFixedDelay(
                        () -> sweep(opening, customers), every, every, TimeUnit.MILLISECONDS);
        return sweep;
    }

    private static void sweep(ShopOpening opening, Customers customers) {
        try {
            if (opening.isKept()) {
                var swept = customers.sweep();
                LOG.debug("{} customers of the shop were forgotten as their time was over", swept);
            }
        } catch (StoreException e) {
            LOG.warn("The shop's rows could not be swept; it is tried again later", e);
        }
    }
}
