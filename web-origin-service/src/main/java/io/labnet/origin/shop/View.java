package io.labnet.origin.shop;

import io.labnet.origin.shop.Order.Line;
import java.util.List;

/**
 * What the database has for a page.
 *
 * @param seen what the customer saw, the latest first
 * @param recommended what others saw, without what this customer did
 * @param orders on the page of orders alone
 */
record View(
        Customer customer,
        List<Line> cart,
        List<Product> seen,
        List<Product> recommended,
        List<Order> orders) {
    int cartCount() {
        return cart.stream().mapToInt(Line::quantity).sum();
    }
}
