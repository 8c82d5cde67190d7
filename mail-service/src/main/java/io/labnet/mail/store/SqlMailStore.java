package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.Stamp;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The mail store in one SQL database. */
public final class SqlMailStore implements MailStore {
    private final Database database;
    private final Contents contents;
    private final Ids ids;
    private final Clock clock;
    private final FolderChanges changes;
    private final Leases leases;

    public SqlMailStore(Database database, Clock clock) {
        this(
                database,
                clock,
                database.isShared()
                        ? new SharedLeases(database, SharedLeases.LENGTH)
                        : new SoleLeases());
    }

    SqlMailStore(Database database, Clock clock, Leases leases) {
        this.database = database;
        this.leases = leases;
        this.changes = new FolderChanges(database);
        this.contents = new Contents(database);
        this.ids = new Ids(clock);
        this.clock = clock;
    }

    @Override
    public void accept(Letter letter) {
        database.write(connection -> insert(connection, letter)).forEach(this::changed);
    }

    // Returns the folders that have got a message.
    private Set<Long> insert(Connection connection, Letter letter)
            throws SQLException, IOException {
        var now = clock.instant();
        if (!letter.elsewhere().isEmpty()) {
            var contentId = ids.next();
            Contents.insert(connection, contentId, letter.content());
            QueueTable.insert(connection, letter, contentId, ids, now);
        }
        var touched = new HashSet<Long>();
        var here = newcomers(connection, letter, now);
        if (!here.isEmpty()) {
            var contentId = ids.next();
            var returnPath = Stamp.bytes(Stamp.returnPath(letter.from()));
            Contents.insert(connection, contentId, letter.content().under(returnPath));
            for (var account : here) {
                var folderId = inbox(connection, account);
                var uid = FolderTable.takeUids(connection, folderId, 1);
                if (uid.isEmpty()) {
                    throw new SQLException(account + " was removed at this moment");
                }
                MessageTable.insert(connection, folderId, uid.get(), contentId, now, Set.of());
                touched.add(folderId);
            }
        }
        return touched;
    }

    // Those who do not have this very letter already (RFC 5321 section 4.1.1.4: a sender that lost
    // our answer must send again).
    private static List<Address> newcomers(Connection connection, Letter letter, Instant now)
            throws SQLException {
        // In one order, so that two letters to the same people do not wait for each other.
        var accounts =
                letter.here().stream().sorted(Comparator.comparing(Address::toString)).toList();
        var digest = letter.digest();
        if (digest == null) {
            return accounts;
        }
        TakenTable.forgetOld(connection, now);
        var found = new ArrayList<Address>();
        for (var account : accounts) {
            if (TakenTable.insert(connection, digest, account, now)) {
                found.add(account);
            }
        }
        return found;
    }

    private long inbox(Connection connection, Address account) throws SQLException {
        var name = account.normalized();
        var found = FolderTable.named(connection, name, Folder.INBOX);
        if (found.isEmpty()) {
            FolderTable.insert(connection, ids.next(), name, Folder.INBOX);
            found = FolderTable.named(connection, name, Folder.INBOX);
        }
        return found.orElseThrow().id();
    }

    @Override
    public List<Folder> folders(Address account) {
        var found = database.read(connection -> FolderTable.all(connection, account));
        if (found.stream().anyMatch(f -> f.name().equals(Folder.INBOX))) {
            return found;
        }
        database.write(connection -> inbox(connection, account));
        return database.read(connection -> FolderTable.all(connection, account));
    }

    @Override
    public Optional<Folder> folder(Address account, String name) {
        if (name.equals(Folder.INBOX)) {
            return folders(account).stream().filter(f -> f.name().equals(name)).findFirst();
        }
        return database.read(connection -> FolderTable.named(connection, account, name));
    }

    @Override
    public boolean createFolder(Address account, String name) {
        return database.write(
                connection -> FolderTable.insert(connection, ids.next(), account, name));
    }

    @Override
    public boolean deleteFolder(Address account, String name) {
        return database.write(connection -> {
            var folder = FolderTable.named(connection, account, name);
            if (folder.isPresent()) {
                delete(connection, folder.get().id());
            }
            return folder.isPresent();
        });
    }

    static void delete(Connection connection, long folderId) throws SQLException {
        var orphans = MessageTable.removeAll(connection, folderId);
        try (var delete = connection.prepareStatement("DELETE FROM folder WHERE id = ?")) {
            delete.setLong(1, folderId);
            delete.executeUpdate();
        }
        Contents.sweep(connection, orphans);
    }

    @Override
    public boolean renameFolder(Address account, String from, String to) {
        return database.write(connection -> {
            if (FolderTable.named(connection, account, from).isEmpty()
                    || FolderTable.named(connection, account, to).isPresent()) {
                return false;
            }
            for (var folder : FolderTable.all(connection, account)) {
                var name = folder.name();
                if (name.equals(from) || name.startsWith(from + "/")) {
                    FolderTable.rename(connection, folder.id(), to + name.substring(from.length()));
                }
            }
            return true;
        });
    }

    @Override
    public boolean subscribe(Address account, String name, boolean subscribed) {
        return database.write(connection -> {
            try (var update =
                    connection.prepareStatement(
                            "UPDATE folder SET subscribed = ?"
                                    + " WHERE account = ? AND name = ?")) {
                update.setInt(1, subscribed ? 1 : 0);
                update.setString(2, account.toString());
                update.setString(3, name);
                return update.executeUpdate() > 0;
            }
        });
    }

    @Override
    public List<Message> messages(long folderId) {
        return database.read(connection -> MessageTable.all(connection, folderId, contents));
    }

    @Override
    public Optional<Long> append(
            long folderId, Content content, Set<String> flags, Instant receivedAt) {
        Optional<Long> given =
                database.write(connection -> {
                    var uid = FolderTable.takeUids(connection, folderId, 1);
                    if (uid.isPresent()) {
                        var id = ids.next();
                        Contents.insert(connection, id, content);
                        MessageTable.insert(connection, folderId, uid.get(), id, receivedAt, flags);
                    }
                    return uid;
                });
        changed(folderId);
        return given;
    }

    @Override
    public Map<Long, Set<String>> changeFlags(
            long folderId, Collection<Long> uids, UnaryOperator<Set<String>> change) {
        Map<Long, Set<String>> flags =
                database.write(
                        connection -> MessageTable.changeFlags(connection, folderId, uids, change));
        changed(folderId);
        return flags;
    }

    @Override
    public void remove(long folderId, Collection<Long> uids) {
        database.write(connection -> {
            Contents.sweep(connection, MessageTable.remove(connection, folderId, uids));
            return true;
        });
        changed(folderId);
    }

    @Override
    public Optional<Map<Long, Long>> copy(long folderId, Collection<Long> uids, long targetId) {
        Optional<Map<Long, Long>> given =
                database.write(connection -> {
                    var originals =
                            MessageTable.all(connection, folderId, contents).stream()
                                    .filter(m -> uids.contains(m.uid()))
                                    .toList();
                    return copy(connection, originals, targetId);
                });
        changed(targetId);
        return given;
    }

    private static Optional<Map<Long, Long>> copy(
            Connection connection, List<Message> originals, long targetId) throws SQLException {
        var first = FolderTable.takeUids(connection, targetId, originals.size());
        if (first.isEmpty()) {
            return Optional.empty();
        }
        var given = new LinkedHashMap<Long, Long>();
        for (var original : originals) {
            var uid = first.get() + given.size();
            MessageTable.insert(
                    connection,
                    targetId,
                    uid,
                    original.contentId(),
                    original.receivedAt(),
                    original.flags());
            given.put(original.uid(), uid);
        }
        return Optional.of(given);
    }

    @Override
    public void forgetRecent(long folderId) {
        database.write(connection -> {
            try (var update =
                    connection.prepareStatement(
                            "UPDATE folder SET recent_uid = uid_next WHERE id = ?")) {
                update.setLong(1, folderId);
                return update.executeUpdate();
            }
        });
    }

    @Override
    public long changes(long folderId) {
        return changes.count(folderId);
    }

    private void changed(long folderId) {
        changes.add(folderId);
    }

    @Override
    public boolean lock(Address account) {
        return leases.lock(account);
    }

    @Override
    public void unlock(Address account) {
        leases.unlock(account);
    }

    @Override
    public List<Waiting> due(Round round) {
        return database.read(
                connection -> QueueTable.due(connection, round, leases.isFree(), contents));
    }

    @Override
    public Set<Long> take(Collection<Long> queued, Instant now) {
        return leases.take(queued, now);
    }

    @Override
    public boolean isSureOfTaken() {
        return leases.areSure();
    }

    @Override
    public void release(Collection<Long> queued) {
        leases.release(queued);
    }

    @Override
    public List<Waiting> waiting() {
        return database.read(connection -> QueueTable.all(connection, contents));
    }

    @Override
    public int waitingCount() {
        return database.read(connection -> {
            try (var count = connection.prepareStatement("SELECT COUNT(*) FROM queued")) {
                var found = count.executeQuery();
                return found.next() ? found.getInt(1) : 0;
            }
        });
    }

    @Override
    public void settle(Collection<Long> queued) {
        database.write(connection -> {
            Contents.sweep(connection, QueueTable.remove(connection, queued));
            return true;
        });
        leases.forget(queued);
    }

    @Override
    public void postpone(Collection<Long> queued, Instant nextTryAt, String error) {
        database.write(connection -> {
            QueueTable.postpone(connection, queued, leases.holder(), nextTryAt, error);
            return true;
        });
        leases.forget(queued);
    }

    @Override
    public void bounce(Collection<Long> queued, Letter bounce) {
        var touched = new ArrayList<Long>();
        database.write(connection -> {
            var held = QueueTable.held(connection, queued, leases.holder());
            if (held.isEmpty()) {
                return false;
            }
            // The bounce may quote what is about to go, so it is written first.
            touched.addAll(insert(connection, bounce));
            Contents.sweep(connection, QueueTable.remove(connection, held));
            return true;
        });
        leases.forget(queued);
        touched.forEach(this::changed);
    }

    @Override
    public void close() {
        leases.close();
    }
}
