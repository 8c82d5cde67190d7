package io.labnet.origin.shop;

import java.time.Instant;
import java.util.List;

/**
 * Something ordered, as it was then: titles, prices and addresses may change later.
 *
 * @param number counts from 1 through all orders of the shop
 */
public record Order(long number, Instant placed, Delivery delivery, List<Line> lines) {
    /** So many of a product, at a price each. */
    public record Line(String product, String title, int quantity, int priceCents) {
        long cents() {
            return (long) quantity * priceCents;
        }
    }

    public Order {
        lines = List.copyOf(lines);
    }

    /** The whole price, in cents. */
    public long cents() {
        return lines.stream().mapToLong(Line::cents).sum();
    }
}
