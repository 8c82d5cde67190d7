package io.labnet.mail.server;

/** Where a mail server listens; 0 takes any free port. */
public record MailPorts(
        int smtp, int submission, int submissions, int pop3, int pop3s, int imap, int imaps) {
    /** Any free ports. */
    public static final MailPorts FREE = new MailPorts(0, 0, 0, 0, 0, 0, 0);
}
