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
 * method that throws a {@link StoreException} has done nothing.
 */
public interface MailStore {
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

    /** Grows whenever a folder's messages change; starts anywhere. */
    long changes(long folderId);

    /**
     * What may be tried now, the longest waiting first.
     *
     * @param butDomains recipients there are left out
     */
    List<Waiting> due(Instant now, int countMax, Set<String> butDomains);

    /** All that wait, the oldest first. */
    List<Waiting> waiting();

    /** How many wait. */
    int waitingCount();

    /** They were delivered. */
    void settle(Collection<Long> ids);

    /** It has to be tried again. */
    void postpone(Collection<Long> ids, Instant nextTryAt, String error);

    /** It was given up: takes it off the queue and puts the bounce in its place, at once. */
    void bounce(Collection<Long> ids, Letter bounce);
}
