package io.labnet.origin.shop;

import java.time.Duration;

/**
 * How much the shop remembers.
 *
 * @param cookieLasting how long a cookie and its row last, 1 s to 400 days, beyond which browsers
 *     do not go
 * @param customersMax 100 to 100,000; then those who never came back make room
 */
public record ShopLimits(Duration cookieLasting, int customersMax) {
    private static final Duration LASTING_MAX = Duration.ofDays(400);
    private static final int CUSTOMERS_MIN = 100;
    private static final int CUSTOMERS_MAX = 100_000;

    public ShopLimits {
        if (cookieLasting.toSeconds() < 1 || cookieLasting.compareTo(LASTING_MAX) > 0) {
            throw new IllegalArgumentException("A shop's cookie lasts 1 s to 400 days");
        }
        if (customersMax < CUSTOMERS_MIN || customersMax > CUSTOMERS_MAX) {
            throw new IllegalArgumentException(
                    "A shop has 100 to 100,000 customers, not " + customersMax);
        }
    }
}
