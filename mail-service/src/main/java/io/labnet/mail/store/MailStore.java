package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Everything that must outlive the process. What a method has done is on disk when it returns; a
 * method that throws a {@link StoreException} has done nothing, unless a shared database went away
 * in the middle of its commit.
 *
 * <p>Other processes may work with the same mail at the same time.
 */
public interface MailStore extends AutoCloseable {
    /** Takes a letter in: into the folders of those here, into the queue for those elsewhere. */
    void accept(Letter letter);

    /** An account's folders in the order of their names; each account has an INBOX. */
    List<Folder> folders(Address account);

    Optional<Folder> folder(Address account, String name);

    /** False when there is one of this name already. */
    boolean createFolder(Address account, String name);

    /** Deletes a folder with its messages; false when there is none. */
    boolean deleteFolder(Address account, String name);

    /** Renames a folder and those below it; false when there is none, or the name is taken. */
    boolean renameFolder(Address account, String from, String to);

    /** False when there is no such folder. */
    boolean subscribe(Address account, String name, boolean subscribed);

    /** A folder's messages in the order of their UIDs. */
    List<Message> messages(long folderId);

    /** Puts a message into a folder and tells its UID; empty when the folder is gone. */
    Optional<Long> append(long folderId, Content content, Set<String> flags, Instant receivedAt);

    /**
     * Changes messages' flags, by UID, each from what it has at that moment.
     *
     * @return the flags that each has now; those that are gone are left out
     */
    Map<Long, Set<String>> changeFlags(
            long folderId, Collection<Long> uids, UnaryOperator<Set<String>> change);

    /** Removes messages, by UID. */
    void remove(long folderId, Collection<Long> uids);

    /**
     * Copies messages, all or none, and tells each one's new UID; empty when the target is gone.
     */
    Optional<Map<Long, Long>> copy(long folderId, Collection<Long> uids, long targetId);

    /** Counts all as seen by somebody: nothing is recent any more (RFC 3501 section 2.3.2). */
    void forgetRecent(long folderId);

    /** Grows soon after a folder's messages changed; starts anywhere. */
    long changes(long folderId);

    /**
     * Locks an account's maildrop (RFC 1939 section 4) until it is unlocked, or this process dies.
     *
     * @return false when some session has it
     */
    boolean lock(Address account);

    void unlock(Address account);

    /** What may be tried now, the longest waiting first. */
    List<Waiting> due(Round round);

    /**
     * Takes what is due, so that nobody else tries it until it is settled, postponed, bounced or
     * released, or this process dies.
     *
     * @return those that could be had
     */
    Set<Long> take(Collection<Long> ids, Instant now);

    /** Whether what was taken surely still is ours. */
    boolean isSureOfTaken();

    /** It was not tried, or what became of it could not be noted: others may try it. */
    void release(Collection<Long> ids);

    /** All that wait, the oldest first. */
    List<Waiting> waiting();

    /** How many wait. */
    int waitingCount();

    /** They were delivered. */
    void settle(Collection<Long> ids);

    /** It has to be tried again; what others have taken meanwhile is left to them. */
    void postpone(Collection<Long> ids, Instant nextTryAt, String error);

    /**
     * It was given up, and nobody has taken it meanwhile: takes it off the queue and puts the
     * bounce in its place, at once.
     */
    void bounce(Collection<Long> ids, Letter bounce);

    /** Gives back what was taken and locked. */
    @Override
    void close();
}
