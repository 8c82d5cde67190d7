package io.labnet.mail.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often each folder has changed. Changes by this process are known at once; those by others are
 * looked for once a second, with one question for all folders that somebody watches.
 */
final class FolderChanges {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration INTEREST = Duration.ofSeconds(10);
    private static final int FOLDERS_PER_QUESTION = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(FolderChanges.class);

    private final Database database;
    private final ConcurrentHashMap<Long, Long> here = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Long> askedNanos = new ConcurrentHashMap<>();
    private final AtomicLong lookedNanos = new AtomicLong(System.nanoTime() - LOOK.toNanos());
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Map<Long, Long> inDatabase = Map.of();

    FolderChanges(Database database) {
        this.database = database;
    }

    void add(long folderId) {
        here.merge(folderId, 1L, Long::sum);
    }

    /** Grows with each change; also when one is counted a second time. */
    long count(long folderId) {
        if (database.isShared()) {
            askedNanos.put(folderId, System.nanoTime());
            look();
        }
        return here.getOrDefault(folderId, 0L) + inDatabase.getOrDefault(folderId, 0L);
    }

    // One of those who ask looks; the others go on with what is known.
    private void look() {
        var isOld = System.nanoTime() - lookedNanos.get() >= LOOK.toNanos();
        if (!isOld || !looking.tryLock()) {
            return;
        }
        try {
            var now = System.nanoTime();
            askedNanos.values().removeIf(asked -> now - asked > INTEREST.toNanos());
            var watched = List.copyOf(askedNanos.keySet());
            inDatabase = database.read(connection -> counts(connection, watched));
        } catch (StoreException e) {
            LOG.debug("Changes by others are not known now", e);
        } finally {
            lookedNanos.set(System.nanoTime());
            looking.unlock();
        }
    }

    private static Map<Long, Long> counts(Connection connection, List<Long> folders)
            throws SQLException {
        var found = new HashMap<Long, Long>();
        for (int from = 0; from < folders.size(); from += FOLDERS_PER_QUESTION) {
            var some = folders.subList(from, Math.min(from + FOLDERS_PER_QUESTION, folders.size()));
            found.putAll(FolderTable.changes(connection, some));
        }
        return found;
    }
}
