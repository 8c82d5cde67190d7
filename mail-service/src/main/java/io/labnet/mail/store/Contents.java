package io.labnet.mail.store;

import io.labnet.mail.message.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Messages' bytes in the database, in parts, so that a large one never is in memory whole. */
final class Contents {
    private static final int PART_BYTES = 128 * 1024;

    private final Database database;

    Contents(Database database) {
        this.database = database;
    }

    /** Writes a content within the caller's transaction. */
    static void insert(Connection connection, long id, Content content)
            throws SQLException, IOException {
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO content (id, length_bytes) VALUES (?, ?)")) {
            insert.setLong(1, id);
            insert.setLong(2, content.lengthBytes());
            insert.executeUpdate();
        }
        try (var in = content.open();
                var insert =
                        connection.prepareStatement(
                                "INSERT INTO content_part (content_id, part, bytes)"
                                        + " VALUES (?, ?, ?)")) {
            var part = 0;
            for (var bytes = in.readNBytes(PART_BYTES);
                    bytes.length > 0;
                    bytes = in.readNBytes(PART_BYTES)) {
                insert.setLong(1, id);
                insert.setInt(2, part++);
                insert.setBytes(3, bytes);
                insert.executeUpdate();
            }
        }
    }

    /** Deletes those contents that nobody has any more. */
    static void sweep(Connection connection, Collection<Long> ids) throws SQLException {
        try (var lock =
                        connection.prepareStatement(
                                "UPDATE content SET length_bytes = length_bytes WHERE id = ?");
                var delete =
                        connection.prepareStatement(
                                "DELETE FROM content WHERE id = ?"
                                        + " AND NOT EXISTS"
                                        + " (SELECT 1 FROM message WHERE content_id = ?)"
                                        + " AND NOT EXISTS"
                                        + " (SELECT 1 FROM queued WHERE content_id = ?)")) {
            for (var id : ids) {
                // Two who give up the last two copies at a time must not each see the other's.
                lock.setLong(1, id);
                lock.executeUpdate();
                delete.setLong(1, id);
                delete.setLong(2, id);
                delete.setLong(3, id);
                delete.executeUpdate();
            }
        }
    }

    Content content(long id, long lengthBytes) {
        return new Content() {
            @Override
            public long lengthBytes() {
                return lengthBytes;
            }

            @Override
            public InputStream open() throws IOException {
                return new PartsStream(id, lengthBytes);
            }
        };
    }

    private byte[] part(long id, int part) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "SELECT bytes FROM content_part"
                                    + " WHERE content_id = ? AND part = ?")) {
                select.setLong(1, id);
                select.setInt(2, part);
                var found = select.executeQuery();
                return found.next() ? found.getBytes(1) : new byte[0];
            }
        });
    }

    private final class PartsStream extends InputStream {
        private final long id;
        private long left;
        private int next;
        private ByteArrayInputStream current;

        // Reads the first part, so that whoever cannot have it knows before saying anything.
        PartsStream(long id, long lengthBytes) throws IOException {
            this.id = id;
            this.left = lengthBytes;
            this.current = following(part(id, 0));
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (current.available() == 0 && left > 0) {
                current = following(laterPart());
            }
            return current.read(bytes, from, count);
        }

        // In the middle of a message nothing can be said but that it breaks off.
        private byte[] laterPart() throws IOException {
            try {
                return part(id, next);
            } catch (StoreException e) {
                throw new IOException("The rest of the message cannot be read now", e);
            }
        }

        private ByteArrayInputStream following(byte[] part) throws IOException {
            if (part.length == 0 && left > 0) {
                // Its length was told already: a client must not take what follows for it.
                throw new IOException("The message was removed while it was read");
            }
            next++;
            left -= part.length;
            return new ByteArrayInputStream(part);
        }
    }
}
