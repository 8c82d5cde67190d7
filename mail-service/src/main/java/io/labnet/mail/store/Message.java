package io.labnet.mail.store;

import io.labnet.mail.message.Content;
import java.time.Instant;
import java.util.Set;

/**
 * One message in a folder.
 *
 * @param uid grows within its folder, never used again
 * @param flags IMAP's, such as {@code \Seen}
 */
public record Message(
        long uid, long contentId, Content content, Instant receivedAt, Set<String> flags) {
    public Message {
        flags = Set.copyOf(flags);
    }
}
