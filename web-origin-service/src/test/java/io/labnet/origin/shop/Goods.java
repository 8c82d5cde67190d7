package io.labnet.origin.shop;

import java.util.List;

/** A small catalogue. */
final class Goods {
    static final Product TEA = new Product("tea", "Tea & <Biscuits>", "A. Leaf", 450, "Hot.");
    static final Product COFFEE = new Product("coffee", "Coffee", "B. Bean", 1678, "Hotter.");
    static final Product MILK = new Product("milk", "Milk", "C. Cow", 99, "Cold.");

    private Goods() {}

    static Catalogue catalogue() {
        return new Catalogue(List.of(TEA, COFFEE, MILK));
    }
}
