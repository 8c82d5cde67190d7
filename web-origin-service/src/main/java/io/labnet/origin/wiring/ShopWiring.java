package io.labnet.origin.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.origin.answer.Program;
import io.labnet.origin.shop.CookieLog;
import io.labnet.origin.shop.Customers;
import io.labnet.origin.shop.Shop;
import io.labnet.origin.shop.ShopDatabase;
import io.labnet.origin.shop.Storefront;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the shop together; nothing of its database is touched before somebody comes in. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ShopSettings.class)
class ShopWiring {
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

    @Bean
    ShopSweep shopSweep(ShopSettings settings, ShopOpening opening, Customers customers) {
        return new ShopSweep(settings.sweepEvery(), opening, customers);
    }
}
