package io.labnet.origin.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Carts in the database. */
public final class CartTable {
    /** A product in a cart. */
    public record Item(String product, int quantity) {}

    /** So many of one product fit in. */
    static final int QUANTITY_MAX = 99;

    private CartTable() {}

    /** Adds one more, up to {@value #QUANTITY_MAX}. */
    static void add(Connection in, long customer, String product, Instant now) throws SQLException {
        Sql.change(
                in,
                "INSERT INTO shop_cart (customer, product, quantity, added_at) VALUES (?, ?, 1, ?)"
                        + " ON CONFLICT (customer, product) DO UPDATE SET quantity ="
                        + " CASE WHEN shop_cart.quantity < ? THEN shop_cart.quantity + 1"
                        + " ELSE shop_cart.quantity END",
                customer,
                product,
                now.toEpochMilli(),
                QUANTITY_MAX);
    }

    /** Leaves so many of a product that is in the cart; none takes it out. */
    static void change(Connection in, long customer, String product, int quantity)
            throws SQLException {
        if (quantity == 0) {
            Sql.change(
                    in,
                    "DELETE FROM shop_cart WHERE customer = ? AND product = ?",
                    customer,
                    product);
        } else {
            Sql.change(
                    in,
                    "UPDATE shop_cart SET quantity = ? WHERE customer = ? AND product = ?",
                    quantity,
                    customer,
                    product);
        }
    }

    static void empty(Connection in, long customer) throws SQLException {
        Sql.change(in, "DELETE FROM shop_cart WHERE customer = ?", customer);
    }

    static List<Item> of(Connection in, long customer) throws SQLException {
        return Sql.all(
                in,
                "SELECT product, quantity FROM shop_cart WHERE customer = ?"
                        + " ORDER BY added_at, product LIMIT ?",
                row -> new Item(row.getString(1), row.getInt(2)),
                customer,
                Catalogue.PRODUCTS_MAX);
    }
}
