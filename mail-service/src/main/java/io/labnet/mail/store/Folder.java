package io.labnet.mail.store;

/**
 * One folder of an account (IMAP's mailbox).
 *
 * @param name parts separated by a slash; the folder where mail arrives is {@link #INBOX}
 * @param uidValidity changes when a name is used again for another folder (RFC 3501 section
 *     2.3.1.1)
 * @param uidNext the UID of the message that comes next
 * @param recentUid messages from this UID on were shown to nobody yet
 */
public record Folder(
        long id, String name, long uidValidity, long uidNext, long recentUid, boolean subscribed) {
    public static final String INBOX = "INBOX";
}
