package io.labnet.mail.smtp;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.ReversePath;
import java.util.ArrayList;
import java.util.List;

/**
 * The side of the server that a conversation has to know.
 *
 * @param host the server's name
 * @param domain the domain whose mail it takes
 * @param role whom it serves
 * @param plaintextAuth whether a password may be said without TLS
 * @param messageBytesMax largest message (RFC 1870)
 * @param recipientsMax most recipients of one transaction; RFC 5321 section 4.5.3.1.8 wants 100
 * @param recipients who is known
 */
public record Site(
        String host,
        String domain,
        Role role,
        boolean plaintextAuth,
        long messageBytesMax,
        int recipientsMax,
        Recipients recipients) {

    /** Whom a port serves. */
    public enum Role {
        /** Other servers, with mail for our own users and nobody else (port 25). */
        EXCHANGE,
        /** Our own users, with mail for everybody (RFC 6409, port 587). */
        SUBMISSION
    }

    /** Where an address leads. */
    public enum Recipient {
        HERE,
        UNKNOWN,
        ELSEWHERE
    }

    /** Knows the addresses of this server. */
    @FunctionalInterface
    public interface Recipients {
        Recipient find(Address address);
    }

    Reply greeting() {
        return Reply.of(220, "", host + " ESMTP Labnet");
    }

    Reply hello(SmtpSession.Client client) {
        var lines = new ArrayList<String>();
        lines.add(host + " greets " + client.name());
        lines.add("PIPELINING");
        lines.add("SIZE " + messageBytesMax);
        lines.add("8BITMIME");
        lines.add("ENHANCEDSTATUSCODES");
        if (!client.secure()) {
            lines.add("STARTTLS");
        }
        if (offersAuth(client)) {
            lines.add("AUTH PLAIN LOGIN");
        }
        lines.add("HELP");
        return new Reply(250, "", lines);
    }

    Reply plainHello(SmtpSession.Client client) {
        return new Reply(250, "", List.of(host + " greets " + client.name()));
    }

    boolean offersAuth(SmtpSession.Client client) {
        return role == Role.SUBMISSION && (client.secure() || plaintextAuth);
    }

    /** What speaks against this sender; {@link Reply#OK} when nothing does. */
    Reply opinion(SmtpSession.Client client, ReversePath from, long size) {
        if (role == Role.SUBMISSION && client.user() == null) {
            return Reply.LOG_IN;
        }
        var address = from.address();
        // RFC 6409 section 6.1: who logged in as one user must not send as another.
        if (role == Role.SUBMISSION
                && (address == null || !address.normalized().equals(client.user()))) {
            return Reply.NOT_YOURS;
        }
        return size > messageBytesMax ? Reply.TOO_LARGE : Reply.OK;
    }

    /** What speaks against this recipient; {@link Reply#OK} when nothing does. */
    Reply opinion(Address to) {
        return switch (recipients.find(to)) {
            case HERE -> Reply.OK;
            case UNKNOWN -> Reply.NO_SUCH_USER;
            case ELSEWHERE -> role == Role.SUBMISSION ? Reply.OK : Reply.NO_RELAY;
        };
    }
}
