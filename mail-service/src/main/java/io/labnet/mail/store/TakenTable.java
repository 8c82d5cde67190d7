package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** SQL about what was taken lately, within the caller's transaction. */
final class TakenTable {
    private static final Duration MEMORY = Duration.ofDays(7);

    private TakenTable() {}

    /** Notes that an account gets this; false when it has it already. */
    static boolean insert(Connection connection, String digest, Address account, Instant now)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO taken (digest, account, taken_at) VALUES (?, ?, ?)"
                                + " ON CONFLICT DO NOTHING")) {
            insert.setString(1, digest);
            insert.setString(2, account.toString());
            insert.setLong(3, now.toEpochMilli());
            return insert.executeUpdate() > 0;
        }
    }

    static void forgetOld(Connection connection, Instant now) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM taken WHERE taken_at < ?")) {
            delete.setLong(1, now.minus(MEMORY).toEpochMilli());
            delete.executeUpdate();
        }
    }
}
