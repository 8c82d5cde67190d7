package io.labnet.mail.server;

/**
 * What holds for every conversation.
 *
 * @param messageBytesMax largest message taken
 * @param recipientsMax most recipients of one message
 * @param plaintextAuth whether passwords may be said without TLS
 */
public record MailTerms(long messageBytesMax, int recipientsMax, boolean plaintextAuth) {}
