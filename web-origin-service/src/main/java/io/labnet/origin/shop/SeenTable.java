package io.labnet.origin.shop;

import io.labnet.origin.shop.Recommendations.Sight;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Which customer looked at what, in the database. */
public final class SeenTable {
    /**
     * A product that a customer looked at.
     *
     * @param times how often
     */
    public record Seen(String product, int times, Instant last) {}

    /** So far back goes what others saw. */
    static final int LATELY_MAX = 1000;

    private SeenTable() {}

    static void see(Connection in, long customer, String product, Instant now) throws SQLException {
        Sql.change(
                in,
                "INSERT INTO shop_seen (customer, product, times, last_at) VALUES (?, ?, 1, ?)"
                        + " ON CONFLICT (customer, product) DO UPDATE"
                        + " SET times = shop_seen.times + 1, last_at = excluded.last_at",
                customer,
                product,
                now.toEpochMilli());
    }

    /** What one customer saw, the latest first; never more than the shop sells, or once sold. */
    static List<Seen> of(Connection in, long customer) throws SQLException {
        return Sql.all(
                in,
                "SELECT product, times, last_at FROM shop_seen WHERE customer = ?"
                        + " ORDER BY last_at DESC, product LIMIT ?",
                row ->
                        new Seen(
                                row.getString(1),
                                row.getInt(2),
                                Instant.ofEpochMilli(row.getLong(3))),
                customer,
                Catalogue.PRODUCTS_MAX);
    }

    /** What all others saw, the last {@value #LATELY_MAX} sights. */
    static List<Sight> lately(Connection in, long without) throws SQLException {
        return Sql.all(
                in,
                "SELECT customer, product FROM shop_seen WHERE customer <> ?"
                        + " ORDER BY last_at DESC LIMIT ?",
                row -> new Sight(row.getLong(1), row.getString(2)),
                without,
                LATELY_MAX);
    }
}
