package io.labnet.origin.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with their values, and rows as values. */
final class Sql {
    /** Reads the row that the cursor is on. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql() {}

    static <T> List<T> all(Connection in, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (var statement = in.prepareStatement(sql)) {
            bind(statement, values);
            var rows = statement.executeQuery();
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(row.read(rows));
            }
            return found;
        }
    }

    static <T> Optional<T> one(Connection in, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        return all(in, sql, row, values).stream().findFirst();
    }

    /** A number, such as a count. */
    static long number(Connection in, String sql, @Nullable Object... values) throws SQLException {
        return all(in, sql, row -> row.getLong(1), values).getFirst();
    }

    /** How many rows it changed. */
    static int change(Connection in, String sql, @Nullable Object... values) throws SQLException {
        try (var statement = in.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values)
            throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
