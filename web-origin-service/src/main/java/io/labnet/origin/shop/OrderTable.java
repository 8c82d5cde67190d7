package io.labnet.origin.shop;

import io.labnet.origin.shop.Order.Line;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Orders in the database. */
final class OrderTable {
    /** So many a customer may have; one more is refused. */
    static final int ORDERS_MAX = 100;

    private OrderTable() {}

    static boolean isFull(Connection in, long customer) throws SQLException {
        var count = "SELECT COUNT(*) FROM shop_order WHERE customer = ?";
        return Sql.number(in, count, customer) >= ORDERS_MAX;
    }

    static void place(
            Connection in, long customer, Delivery delivery, List<Line> lines, Instant now)
            throws SQLException {
        var number = Numbers.next(in, "order");
        Sql.change(
                in,
                "INSERT INTO shop_order (number, customer, placed_at, name, address, card_end)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                number,
                customer,
                now.toEpochMilli(),
                delivery.name(),
                delivery.address(),
                delivery.cardEnd());
        for (var line : lines) {
            Sql.change(
                    in,
                    "INSERT INTO shop_order_line (order_number, product, title, quantity,"
                            + " price_cents) VALUES (?, ?, ?, ?, ?)",
                    number,
                    line.product(),
                    line.title(),
                    line.quantity(),
                    line.priceCents());
        }
    }

    /** A customer's orders, the newest first. */
    static List<Order> of(Connection in, long customer) throws SQLException {
        var heads =
                Sql.all(
                        in,
                        "SELECT number, placed_at, name, address, card_end FROM shop_order"
                                + " WHERE customer = ? ORDER BY number DESC",
                        row ->
                                new Order(
                                        row.getLong(1),
                                        Instant.ofEpochMilli(row.getLong(2)),
                                        new Delivery(
                                                row.getString(3),
                                                row.getString(4),
                                                row.getString(5)),
                                        List.of()),
                        customer);
        var orders = new ArrayList<Order>();
        for (var head : heads) {
            var lines = lines(in, head.number());
            orders.add(new Order(head.number(), head.placed(), head.delivery(), lines));
        }
        return orders;
    }

    private static List<Line> lines(Connection in, long order) throws SQLException {
        return Sql.all(
                in,
                "SELECT product, title, quantity, price_cents FROM shop_order_line"
                        + " WHERE order_number = ? ORDER BY product",
                row -> new Line(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4)),
                order);
    }
}
