package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SQL about folders, within the caller's transaction. */
final class FolderTable {
    private static final String COLUMNS =
            "id, name, uid_validity, uid_next, recent_uid, subscribed";

    private FolderTable() {}

    static List<Folder> all(Connection connection, Address account) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT " + COLUMNS + " FROM folder WHERE account = ?")) {
            select.setString(1, account.toString());
            var found = select.executeQuery();
            var folders = new ArrayList<Folder>();
            while (found.next()) {
                folders.add(folder(found));
            }
            // Databases differ in how they sort text.
            folders.sort(Comparator.comparing(Folder::name));
            return folders;
        }
    }

    static Optional<Folder> named(Connection connection, Address account, String name)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT " + COLUMNS + " FROM folder WHERE account = ? AND name = ?")) {
            select.setString(1, account.toString());
            select.setString(2, name);
            var found = select.executeQuery();
            return found.next() ? Optional.of(folder(found)) : Optional.empty();
        }
    }

    /** False when there is one of this name already. */
    static boolean insert(Connection connection, long id, Address account, String name)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO folder (account, id, name, uid_validity, uid_next,"
                                + " recent_uid, subscribed) VALUES (?, ?, ?, ?, 1, 1, 1)"
                                + " ON CONFLICT (account, name) DO NOTHING")) {
            insert.setString(1, account.toString());
            insert.setLong(2, id);
            insert.setString(3, name);
            insert.setLong(4, uidValidity(id));
            return insert.executeUpdate() > 0;
        }
    }

    // Ids grow with time, so seconds of them do; IMAP wants 32 bits, not zero.
    private static long uidValidity(long id) {
        return (id >>> 20) / 1000 & 0xffff_ffffL;
    }

    /**
     * Notes that a folder's messages change; false when it is gone. Until the caller commits nobody
     * else changes them, also not from another replica.
     */
    static boolean touch(Connection connection, long id) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "UPDATE folder SET changes = changes + 1 WHERE id = ?")) {
            update.setLong(1, id);
            return update.executeUpdate() > 0;
        }
    }

    /** How often each of these folders was touched; those that are gone are left out. */
    static Map<Long, Long> changes(Connection connection, Collection<Long> ids)
            throws SQLException {
        var marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        try (var select =
                connection.prepareStatement(
                        "SELECT id, changes FROM folder WHERE id IN (" + marks + ")")) {
            var at = 1;
            for (var id : ids) {
                select.setLong(at++, id);
            }
            var row = select.executeQuery();
            var found = new HashMap<Long, Long>();
            while (row.next()) {
                found.put(row.getLong("id"), row.getLong("changes"));
            }
            return found;
        }
    }

    /**
     * Takes the next so many UIDs; empty when the folder is gone. Nobody takes more until the
     * caller commits, so whoever sees a UID sees all that are lower (RFC 3501 section 2.3.1.1).
     */
    static Optional<Long> takeUids(Connection connection, long id, int count) throws SQLException {
        if (!touch(connection, id)) {
            return Optional.empty();
        }
        try (var update =
                connection.prepareStatement(
                        "UPDATE folder SET uid_next = uid_next + ? WHERE id = ?")) {
            update.setLong(1, count);
            update.setLong(2, id);
            update.executeUpdate();
        }
        try (var select = connection.prepareStatement("SELECT uid_next FROM folder WHERE id = ?")) {
            select.setLong(1, id);
            var found = select.executeQuery();
            return found.next() ? Optional.of(found.getLong(1) - count) : Optional.empty();
        }
    }

    static void rename(Connection connection, long id, String name) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE folder SET name = ? WHERE id = ?")) {
            update.setString(1, name);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    private static Folder folder(ResultSet row) throws SQLException {
        return new Folder(
                row.getLong("id"),
                row.getString("name"),
                row.getLong("uid_validity"),
                row.getLong("uid_next"),
                row.getLong("recent_uid"),
                row.getInt("subscribed") != 0);
    }
}
