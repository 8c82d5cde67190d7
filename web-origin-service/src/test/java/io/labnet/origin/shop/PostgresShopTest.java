package io.labnet.origin.shop;

import io.labnet.origin.wiring.ShopWorld;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.threeten.extra.MutableClock;

class PostgresShopTest implements ShopContract {
    private static @Nullable TemporaryPostgres postgres;
    private static String url = "";

    private final MutableClock clock = MutableClock.of(ShopContract.START, ZoneOffset.UTC);
    private ShopDatabase database = ShopWorld.shared(url, TemporaryPostgres.USER);

    @BeforeAll
    static void start() {
        postgres = TemporaryPostgres.orSkip();
        url = Objects.requireNonNull(postgres).newDatabase();
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    // A new database for each test would take seconds.
    @BeforeEach
    void empty() {
        database.work(CustomerTable::removeAll);
        database.work(in ->
                Sql.change(
                        in,
                        "UPDATE shop_number SET last ="
                                + " CASE name WHEN 'customer' THEN 1677 ELSE 0 END"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    public ShopDatabase database() {
        return database;
    }

    @Override
    public ShopDatabase reopened() {
        close();
        database = ShopWorld.shared(url, TemporaryPostgres.USER);
        return database;
    }

    @Override
    public MutableClock clock() {
        return clock;
    }
}
