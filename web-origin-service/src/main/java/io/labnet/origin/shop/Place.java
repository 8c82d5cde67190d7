package io.labnet.origin.shop;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shop's URIs; all else on its site is files. */
enum Place {
    FRONT("/", true, false),
    PRODUCT(Place.PRODUCTS, true, false),
    CART("/cart", true, true),
    ORDERS("/orders", true, true),
    ACCOUNT("/account", true, true),
    FORGET("/account/forget", false, true);

    private static final String PRODUCTS = "/products/";

    private final String path;
    private final boolean shows;
    private final boolean takesForms;

    Place(String path, boolean shows, boolean takesForms) {
        this.path = path;
        this.shows = shows;
        this.takesForms = takesForms;
    }

    Set<String> methods() {
        if (!shows) {
            return Set.of("POST");
        }
        return takesForms ? Set.of("GET", "HEAD", "POST") : Set.of("GET", "HEAD");
    }

    static @Nullable Place at(String path) {
        for (var place : values()) {
            if (place == PRODUCT ? path.startsWith(PRODUCTS) : path.equals(place.path)) {
                return place;
            }
        }
        return null;
    }

    /** Which product's page is at a path. */
    static String product(String path) {
        return path.substring(PRODUCTS.length());
    }
}
