package io.labnet.origin.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.origin.wiring.ShopWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

class EmbeddedShopTest implements ShopContract {
    private final MutableClock clock = MutableClock.of(ShopContract.START, ZoneOffset.UTC);
    @TempDir Path folder;
    private ShopDatabase database;

    @BeforeEach
    void open() {
        database = ShopWorld.embedded(folder);
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
        open();
        return database;
    }

    @Override
    public MutableClock clock() {
        return clock;
    }

    @Test
    void nothing_is_opened_before_it_is_needed() {
        assertThat(folder.resolve("shop.db")).doesNotExist();
        database.work(in -> in.isValid(1));
        assertThat(Files.exists(folder.resolve("shop.db"))).isTrue();
    }

    @Test
    void what_cannot_be_opened_is_tried_again_the_next_time() {
        var tries = new AtomicInteger();
        try (var flaky =
                new ShopDatabase(
                        () -> {
                            if (tries.incrementAndGet() == 1) {
                                throw new SQLException("The disk is not there yet");
                            }
                            return DriverManager.getConnection("jdbc:sqlite::memory:");
                        },
                        Duration.ofSeconds(20))) {
            assertThatThrownBy(() -> flaky.work(in -> in.isValid(1)))
                    .isInstanceOf(StoreException.class)
                    .hasRootCauseMessage("The disk is not there yet");
            assertThat(flaky.<Boolean>work(in -> in.isValid(1))).isTrue();
        }
    }

    @Test
    void when_too_many_wait_the_next_is_refused_and_the_others_are_served() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var served = new AtomicInteger();
        try (var shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            shoppers.execute(() -> database.work(in -> waiting(begun, goOn)));
            begun.await();
            var refused = new CountDownLatch(1);
            for (int i = 0; i < 300; i++) {
                shoppers.execute(() -> {
                    try {
                        database.work(in -> served.incrementAndGet());
                    } catch (StoreException full) {
                        refused.countDown();
                    }
                });
            }
            refused.await();
            goOn.countDown();
        }
        assertThat(served.get()).isBetween(256, 299);
    }

    private static int waiting(CountDownLatch begun, CountDownLatch goOn) {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
