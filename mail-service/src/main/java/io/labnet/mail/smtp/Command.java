package io.labnet.mail.smtp;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.ReversePath;
import org.jspecify.annotations.Nullable;

/** What a client can say (RFC 5321 section 4.1.1 and the extensions that we offer). */
public sealed interface Command {
    record Ehlo(String name) implements Command {}

    record Helo(String name) implements Command {}

    /**
     * Begins a transaction.
     *
     * @param size what SIZE announced (RFC 1870), in bytes; 0 when it was not told
     */
    record Mail(ReversePath from, long size) implements Command {}

    /**
     * Names one recipient.
     *
     * @param to null for {@code <Postmaster>} without a domain
     */
    record Rcpt(@Nullable Address to) implements Command {}

    record Data() implements Command {}

    record Rset() implements Command {}

    record Noop() implements Command {}

    record Vrfy() implements Command {}

    record Help() implements Command {}

    record Quit() implements Command {}

    record StartTls() implements Command {}

    /**
     * Begins to log in (RFC 4954 section 4).
     *
     * @param mechanism in upper case
     * @param initial the first response in base64; null when there is none
     */
    record Auth(String mechanism, @Nullable String initial) implements Command {}

    /** Something that cannot be understood, and what to say about it. */
    record Faulty(Reply reply) implements Command {}
}
