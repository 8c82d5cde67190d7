package io.labnet.mail.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** SQL about messages in folders, within the caller's transaction. */
final class MessageTable {
    private MessageTable() {}

    static List<Message> all(Connection connection, long folderId, Contents contents)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT uid, content_id, length_bytes, received_at, flags"
                                + " FROM message JOIN content ON content.id = content_id"
                                + " WHERE folder_id = ? ORDER BY uid")) {
            select.setLong(1, folderId);
            var row = select.executeQuery();
            var messages = new ArrayList<Message>();
            while (row.next()) {
                var contentId = row.getLong("content_id");
                messages.add(
                        new Message(
                                row.getLong("uid"),
                                contentId,
                                contents.content(contentId, row.getLong("length_bytes")),
                                Instant.ofEpochMilli(row.getLong("received_at")),
                                flags(row.getString("flags"))));
            }
            return messages;
        }
    }

    static void insert(
            Connection connection,
            long folderId,
            long uid,
            long contentId,
            Instant receivedAt,
            Set<String> flags)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO message (folder_id, uid, content_id, received_at, flags)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, folderId);
            insert.setLong(2, uid);
            insert.setLong(3, contentId);
            insert.setLong(4, receivedAt.toEpochMilli());
            insert.setString(5, text(flags));
            insert.executeUpdate();
        }
    }

    static Map<Long, Set<String>> changeFlags(
            Connection connection,
            long folderId,
            Collection<Long> uids,
            UnaryOperator<Set<String>> change)
            throws SQLException {
        var now = new HashMap<Long, Set<String>>();
        FolderTable.touch(connection, folderId);
        try (var select =
                        connection.prepareStatement(
                                "SELECT flags FROM message WHERE folder_id = ? AND uid = ?");
                var update =
                        connection.prepareStatement(
                                "UPDATE message SET flags = ? WHERE folder_id = ? AND uid = ?")) {
            for (var uid : uids) {
                select.setLong(1, folderId);
                select.setLong(2, uid);
                var found = select.executeQuery();
                if (found.next()) {
                    var flags = change.apply(flags(found.getString(1)));
                    update.setString(1, text(flags));
                    update.setLong(2, folderId);
                    update.setLong(3, uid);
                    update.executeUpdate();
                    now.put(uid, flags);
                }
            }
        }
        return now;
    }

    /** Removes messages, and tells which contents they had. */
    static Set<Long> remove(Connection connection, long folderId, Collection<Long> uids)
            throws SQLException {
        var contents = new TreeSet<Long>();
        FolderTable.touch(connection, folderId);
        try (var select =
                        connection.prepareStatement(
                                "SELECT content_id FROM message WHERE folder_id = ? AND uid = ?");
                var delete =
                        connection.prepareStatement(
                                "DELETE FROM message WHERE folder_id = ? AND uid = ?")) {
            for (var uid : uids) {
                select.setLong(1, folderId);
                select.setLong(2, uid);
                var found = select.executeQuery();
                while (found.next()) {
                    contents.add(found.getLong(1));
                }
                delete.setLong(1, folderId);
                delete.setLong(2, uid);
                delete.executeUpdate();
            }
        }
        return contents;
    }

    static Set<Long> removeAll(Connection connection, long folderId) throws SQLException {
        var contents = new TreeSet<Long>();
        FolderTable.touch(connection, folderId);
        try (var select =
                        connection.prepareStatement(
                                "SELECT content_id FROM message WHERE folder_id = ?");
                var delete =
                        connection.prepareStatement("DELETE FROM message WHERE folder_id = ?")) {
            select.setLong(1, folderId);
            var found = select.executeQuery();
            while (found.next()) {
                contents.add(found.getLong(1));
            }
            delete.setLong(1, folderId);
            delete.executeUpdate();
        }
        return contents;
    }

    private static String text(Set<String> flags) {
        return String.join(" ", new TreeSet<>(flags));
    }

    private static Set<String> flags(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" ", -1));
    }
}
