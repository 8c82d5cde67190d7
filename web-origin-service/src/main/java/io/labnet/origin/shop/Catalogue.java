package io.labnet.origin.shop;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** All that is for sale, in the order of the front page. */
public final class Catalogue {
    /** So many a page can show, and a cart can hold. */
    public static final int PRODUCTS_MAX = 200;

    private final SequencedMap<String, Product> byId = new LinkedHashMap<>();

    /**
     * A catalogue of these.
     *
     * @throws IllegalArgumentException when there are none, too many, or two with one id
     */
    public Catalogue(List<Product> products) {
        if (products.isEmpty() || products.size() > PRODUCTS_MAX) {
            throw new IllegalArgumentException("A shop sells 1 to " + PRODUCTS_MAX + " products");
        }
        for (var product : products) {
            if (byId.put(product.id(), product) != null) {
                throw new IllegalArgumentException("Two products are called " + product.id());
            }
        }
    }

    Collection<Product> all() {
        return byId.values();
    }

    @Nullable Product find(String id) {
        return byId.get(id);
    }

    /** These products in this order, without those that are not sold any more. */
    List<Product> those(Collection<String> ids) {
        return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
    }
}
