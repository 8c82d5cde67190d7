package io.labnet.origin.shop;

import java.sql.Connection;
import java.sql.SQLException;

/** Numbers for people, none of which is ever given twice. */
final class Numbers {
    private Numbers() {}

    static long next(Connection in, String name) throws SQLException {
        return Sql.number(
                in, "UPDATE shop_number SET last = last + 1 WHERE name = ? RETURNING last", name);
    }
}
