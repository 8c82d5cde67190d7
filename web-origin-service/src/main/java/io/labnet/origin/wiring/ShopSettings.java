package io.labnet.origin.wiring;

import io.labnet.origin.shop.Catalogue;
import io.labnet.origin.shop.Product;
import io.labnet.origin.shop.ShopLimits;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The shop's settings.
 *
 * @param products what it sells
 * @param cookieLasting how long a cookie and the row behind it last, from when it is given
 * @param customersMax the most rows
 * @param sweepEvery how often rows are removed whose time is over
 * @param patience how long a page waits for the database
 * @param database where the rows are
 */
@ConfigurationProperties("labnet.web-origin.shop")
record ShopSettings(
        List<Product> products,
        @DefaultValue("30d") Duration cookieLasting,
        @DefaultValue("10000") int customersMax,
        @DefaultValue("10m") Duration sweepEvery,
        @DefaultValue("10s") Duration patience,
        @DefaultValue Database database) {
    ShopSettings {
        if (!sweepEvery.isPositive() || !patience.isPositive()) {
            throw new IllegalArgumentException(
                    "labnet.web-origin.shop.sweep-every and .patience must be longer than 0");
        }
    }

    Catalogue catalogue() {
        return new Catalogue(products);
    }

    ShopLimits limits() {
        return new ShopLimits(cookieLasting, customersMax);
    }

    /**
     * A database that several replicas share; none is one of this process alone.
     *
     * @param url a PostgreSQL, such as {@code jdbc:postgresql://db/shop}; empty for SQLite in the
     *     data folder
     * @param user who asks it
     * @param password that user's
     */
    record Database(
            @DefaultValue("") String url,
            @DefaultValue("") String user,
            @DefaultValue("") String password) {
        Database {
            if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException(
                        "labnet.web-origin.shop.database.url must begin with jdbc:postgresql: or be"
                                + " empty, and is "
                                + url);
            }
        }
    }
}
