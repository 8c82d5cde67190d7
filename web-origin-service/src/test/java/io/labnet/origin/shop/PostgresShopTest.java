package io.labnet.origin.shop;

import io.labnet.origin.wiring.ShopWorld;
import io.labnet.postgres.TemporaryPostgres;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.threeten.extra.MutableClock;

class PostgresShopTest implements ShopContract {
    private static String url = "";

    private final MutableClock clock = MutableClock.of(ShopContract.START, ZoneOffset.UTC);
    private ShopDatabase database = ShopWorld.shared(url, TemporaryPostgres.USER);

    @BeforeAll
    static void start() {
        url = TemporaryPostgres.shared().newDatabase();
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
