package io.labnet.mail.imap;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client can ask (RFC 3501 section 6, and the extensions that we offer). */
public sealed interface Command {
    record Capability() implements Command {}

    record Noop() implements Command {}

    record Logout() implements Command {}

    /** RFC 2971; what the client says of itself is not kept. */
    record Id() implements Command {}

    record StartTls() implements Command {}

    record Login(String name, String password) implements Command {}

    /**
     * Logs in by SASL.
     *
     * @param initial in base64 (RFC 4959); null when it comes on a line of its own
     */
    record Authenticate(String mechanism, @Nullable String initial) implements Command {}

    record Namespace() implements Command {}

    record Select(String folder, boolean readOnly) implements Command {}

    record Create(String folder) implements Command {}

    record Delete(String folder) implements Command {}

    record Rename(String from, String to) implements Command {}

    record Subscribe(String folder, boolean subscribed) implements Command {}

    record ListFolders(String reference, String pattern, boolean subscribedOnly)
            implements Command {}

    record Status(String folder, List<String> items) implements Command {}

    /**
     * Puts a message into a folder.
     *
     * @param receivedAt null for now
     * @param literal which of the command's literals is the message
     */
    record Append(String folder, Set<String> flags, @Nullable Instant receivedAt, int literal)
            implements Command {}

    record Check() implements Command {}

    /**
     * Leaves the folder.
     *
     * @param expunge CLOSE rather than UNSELECT (RFC 3691)
     */
    record Close(boolean expunge) implements Command {}

    /**
     * Removes what is marked.
     *
     * @param uids only these (RFC 4315); null for all
     */
    record Expunge(@Nullable SequenceSet uids) implements Command {}

    record Search(SearchKey key, boolean uid) implements Command {}

    record Fetch(SequenceSet set, List<FetchItem> items, boolean uid) implements Command {}

    record Store(SequenceSet set, Change change, Set<String> flags, boolean silent, boolean uid)
            implements Command {}

    record Copy(SequenceSet set, String folder, boolean uid) implements Command {}

    /** RFC 2177. */
    record Idle() implements Command {}

    /** What cannot be understood, and why. */
    record Faulty(String reason) implements Command {}

    /** What STORE does with the flags it names. */
    enum Change {
        REPLACE,
        ADD,
        REMOVE
    }
}
