package io.labnet.origin.wiring;

import io.labnet.origin.shop.ShopDatabase;
import java.nio.file.Path;
import java.time.Duration;

/** The shop's databases, opened as the service does. */
public final class ShopWorld {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ShopWorld() {}

    public static ShopDatabase embedded(Path folder) {
        return database(new ShopSettings.Database("", "", ""), folder);
    }

    public static ShopDatabase shared(String url, String user) {
        return database(new ShopSettings.Database(url, user, ""), Path.of("unused"));
    }

    private static ShopDatabase database(ShopSettings.Database settings, Path folder) {
        return new ShopDatabase(new ShopOpening(settings, folder.resolve("shop.db")), PATIENCE);
    }
}
