package io.labnet.origin.shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customers in the database. What else belongs to one goes with its row. */
final class CustomerTable {
    /** So many expired ones go at a time, so that nobody waits long for the others. */
    static final int SWEPT_MAX = 500;

    /** When a customer was last seen is written this often at most: each time costs a sync. */
    private static final Duration TOUCHED = Duration.ofMinutes(1);

    private static final String SELECT = "SELECT * FROM shop_customer ";
    private static final String MATCHES =
            "WHERE CAST(number AS VARCHAR(20)) LIKE ? ESCAPE '!' OR id_sha256 LIKE ? ESCAPE '!'"
                    + " OR LOWER(COALESCE(name, '')) LIKE LOWER(?) ESCAPE '!'";

    private CustomerTable() {}

    static Optional<Customer> find(Connection in, ShopperId id, boolean secure)
            throws SQLException {
        return Sql.one(
                in,
                SELECT + "WHERE id_sha256 = ? AND secure = ?",
                CustomerTable::read,
                id.sha256(),
                secure ? 1 : 0);
    }

    static Optional<Customer> find(Connection in, long number) throws SQLException {
        return Sql.one(in, SELECT + "WHERE number = ?", CustomerTable::read, number);
    }

    /** Those whose number, hash or name begins so, the newest first. */
    static List<Customer> page(Connection in, String q, int page, int size) throws SQLException {
        var begin = beginning(q);
        return Sql.all(
                in,
                SELECT + MATCHES + " ORDER BY number DESC LIMIT ? OFFSET ?",
                CustomerTable::read,
                begin,
                begin,
                begin,
                size,
                (long) page * size);
    }

    static long count(Connection in, String q) throws SQLException {
        var begin = beginning(q);
        return Sql.number(in, "SELECT COUNT(*) FROM shop_customer " + MATCHES, begin, begin, begin);
    }

    private static String beginning(String q) {
        return q.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    static Customer add(Connection in, ShopperId id, boolean secure, Instant now, Duration lasting)
            throws SQLException {
        var made =
                new Customer(
                        Numbers.next(in, "customer"),
                        id.sha256(),
                        secure,
                        now,
                        now,
                        now.plus(lasting),
                        false,
                        null);
        Sql.change(
                in,
                "INSERT INTO shop_customer"
                        + " (number, id_sha256, secure, made_at, seen_at, expires_at, returned)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 0)",
                made.number(),
                made.idSha256(),
                secure ? 1 : 0,
                now.toEpochMilli(),
                now.toEpochMilli(),
                made.expires().toEpochMilli());
        return made;
    }

    /** Remembers that a customer came back, unless that has just been done. */
    static void touch(Connection in, Customer customer, Instant now) throws SQLException {
        if (!customer.returned() || customer.seen().plus(TOUCHED).isBefore(now)) {
            Sql.change(
                    in,
                    "UPDATE shop_customer SET seen_at = ?, returned = 1 WHERE number = ?",
                    now.toEpochMilli(),
                    customer.number());
        }
    }

    static int expire(Connection in, long number, Instant at) throws SQLException {
        return Sql.change(
                in,
                "UPDATE shop_customer SET expires_at = ? WHERE number = ?",
                at.toEpochMilli(),
                number);
    }

    static void keep(Connection in, long number, Delivery delivery) throws SQLException {
        Sql.change(
                in,
                "UPDATE shop_customer SET name = ?, address = ?, card_end = ? WHERE number = ?",
                delivery.name(),
                delivery.address(),
                delivery.cardEnd(),
                number);
    }

    static int remove(Connection in, long number) throws SQLException {
        return Sql.change(in, "DELETE FROM shop_customer WHERE number = ?", number);
    }

    static int removeAll(Connection in) throws SQLException {
        return Sql.change(in, "DELETE FROM shop_customer");
    }

    /** Removes whose time is over, at most {@value #SWEPT_MAX}; says how many. */
    static int sweep(Connection in, Instant now) throws SQLException {
        return Sql.change(
                in,
                "DELETE FROM shop_customer WHERE number IN (SELECT number FROM shop_customer"
                        + " WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)",
                now.toEpochMilli(),
                SWEPT_MAX);
    }

    /**
     * Makes room: first those who never came back go, so that a flood of clients without cookie
     * jars costs nobody a cart; among them those seen longest ago.
     */
    static void makeRoom(Connection in, int most) throws SQLException {
        var over = Sql.number(in, "SELECT COUNT(*) FROM shop_customer") - most + 1;
        if (over > 0) {
            // Some more at once, so that a full house does not do this each time.
            Sql.change(
                    in,
                    "DELETE FROM shop_customer WHERE number IN (SELECT number FROM shop_customer"
                            + " ORDER BY returned, seen_at LIMIT ?)",
                    over + most / 100);
        }
    }

    private static Customer read(ResultSet row) throws SQLException {
        return new Customer(
                row.getLong("number"),
                row.getString("id_sha256"),
                row.getInt("secure") == 1,
                Instant.ofEpochMilli(row.getLong("made_at")),
                Instant.ofEpochMilli(row.getLong("seen_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                row.getInt("returned") == 1,
                delivery(row));
    }

    private static @Nullable Delivery delivery(ResultSet row) throws SQLException {
        var name = row.getString("name");
        return name == null
                ? null
                : new Delivery(name, row.getString("address"), row.getString("card_end"));
    }
}
