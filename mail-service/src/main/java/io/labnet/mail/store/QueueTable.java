package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.ReversePath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** SQL about the outgoing queue, within the caller's transaction. */
final class QueueTable {
    private static final int ERROR_CHARS_MAX = 1000;
    private static final String SELECT =
            "SELECT queued.id AS id, content_id, length_bytes, server, reverse_path,"
                    + " forward_path, queued_at, next_try_at, tries, last_error"
                    + " FROM queued JOIN content ON content.id = content_id";

    private QueueTable() {}

    static void insert(Connection connection, Letter letter, long contentId, Ids ids, Instant now)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO queued (id, content_id, server, reverse_path, forward_path,"
                                + " queued_at, next_try_at, tries, last_error)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, 0, '')")) {
            for (var to : letter.elsewhere()) {
                insert.setLong(1, ids.next());
                insert.setLong(2, contentId);
                insert.setString(3, letter.server());
                insert.setString(4, text(letter.from()));
                insert.setString(5, to.toString());
                insert.setLong(6, now.toEpochMilli());
                insert.setLong(7, now.toEpochMilli());
                insert.executeUpdate();
            }
        }
    }

    /**
     * What a courier may try.
     *
     * @param isFree SQL: whether nobody else tries it
     */
    static List<Waiting> due(Connection connection, Round round, String isFree, Contents contents)
            throws SQLException {
        var ours = ", ?".repeat(round.servers().size());
        // No domain holds a wildcard of LIKE; see Address.
        var others = " AND forward_path NOT LIKE ?".repeat(round.butDomains().size());
        try (var select =
                connection.prepareStatement(
                        SELECT
                                + " WHERE next_try_at <= ? AND "
                                + isFree
                                + " AND (queued_at <= ? OR server IN (''"
                                + ours
                                + "))"
                                + others
                                + " ORDER BY next_try_at, id LIMIT ?")) {
            var at = 1;
            select.setLong(at++, round.now().toEpochMilli());
            select.setLong(at++, round.expired().toEpochMilli());
            for (var server : round.servers()) {
                select.setString(at++, server);
            }
            for (var domain : round.butDomains()) {
                select.setString(at++, "%@" + domain);
            }
            select.setInt(at, round.countMax());
            return list(select, contents);
        }
    }

    static List<Waiting> all(Connection connection, Contents contents) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + " ORDER BY queued.id")) {
            return list(select, contents);
        }
    }

    /** Gives back what its holder has; what another has taken meanwhile is left as it is. */
    static void postpone(
            Connection connection, Collection<Long> ids, String holder, Instant next, String error)
            throws SQLException {
        // PostgreSQL keeps no NUL.
        var words =
                error.substring(0, Math.min(error.length(), ERROR_CHARS_MAX)).replace('\0', ' ');
        try (var update =
                connection.prepareStatement(
                        "UPDATE queued SET next_try_at = ?, tries = tries + 1, last_error = ?,"
                                + " held_by = '', leased_until = 0"
                                + " WHERE id = ? AND held_by = ?")) {
            for (var id : ids) {
                update.setLong(1, next.toEpochMilli());
                update.setString(2, words);
                update.setLong(3, id);
                update.setString(4, holder);
                update.executeUpdate();
            }
        }
    }

    /** Those that this holder has, and keeps at least until the caller commits. */
    static List<Long> held(Connection connection, Collection<Long> ids, String holder)
            throws SQLException {
        var found = new ArrayList<Long>();
        try (var update =
                connection.prepareStatement(
                        "UPDATE queued SET held_by = held_by WHERE id = ? AND held_by = ?")) {
            for (var id : ids) {
                update.setLong(1, id);
                update.setString(2, holder);
                if (update.executeUpdate() > 0) {
                    found.add(id);
                }
            }
        }
        return found;
    }

    /** Takes them off the queue, and tells which contents they had. */
    static Set<Long> remove(Connection connection, Collection<Long> ids) throws SQLException {
        var contents = new TreeSet<Long>();
        try (var select =
                        connection.prepareStatement("SELECT content_id FROM queued WHERE id = ?");
                var delete = connection.prepareStatement("DELETE FROM queued WHERE id = ?")) {
            for (var id : ids) {
                select.setLong(1, id);
                var found = select.executeQuery();
                while (found.next()) {
                    contents.add(found.getLong(1));
                }
                delete.setLong(1, id);
                delete.executeUpdate();
            }
        }
        return contents;
    }

    private static List<Waiting> list(PreparedStatement select, Contents contents)
            throws SQLException {
        var row = select.executeQuery();
        var found = new ArrayList<Waiting>();
        while (row.next()) {
            found.add(waiting(row, contents));
        }
        return found;
    }

    private static Waiting waiting(ResultSet row, Contents contents) throws SQLException {
        var contentId = row.getLong("content_id");
        var from = row.getString("reverse_path");
        return new Waiting(
                row.getLong("id"),
                contentId,
                contents.content(contentId, row.getLong("length_bytes")),
                row.getString("server"),
                from.isEmpty() ? ReversePath.NULL : new ReversePath(address(from)),
                address(row.getString("forward_path")),
                Instant.ofEpochMilli(row.getLong("queued_at")),
                Instant.ofEpochMilli(row.getLong("next_try_at")),
                row.getInt("tries"),
                row.getString("last_error"));
    }

    private static String text(ReversePath from) {
        return from.address() == null ? "" : from.address().toString();
    }

    private static Address address(String text) throws SQLException {
        return Address.parse(text)
                .orElseThrow(() -> new SQLException("The queue holds a bad address: " + text));
    }
}
