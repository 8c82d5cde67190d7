package io.labnet.mail.queue;

import io.labnet.mail.message.Content;
import io.labnet.mail.message.Header;
import io.labnet.mail.message.Stamp;
import io.labnet.mail.store.Ids;
import io.labnet.mail.store.Waiting;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The letter that tells a sender of failure (RFC 3464).
 *
 * @param failures the recipients that are given up, one or more, of one message
 */
record Bounce(List<Failure> failures) {
    private static final int HEADER_CHARS_MAX = 16 * 1024;

    /** A recipient and why it was given up. */
    record Failure(Waiting waiting, Outcome.Refused why) {}

    /**
     * Writes the letter.
     *
     * @param host the reporting server
     * @param id makes its Message-ID and boundary
     */
    Content content(String host, long id, Instant now) throws IOException {
        var first = failures.getFirst().waiting();
        var boundary = "=_" + Ids.text(id);
        var text = new StringBuilder();
        text.append("Date: ").append(Stamp.date(now)).append("\r\n");
        text.append("From: Mail Delivery System <MAILER-DAEMON@").append(host).append(">\r\n");
        text.append("To: ").append(first.from()).append("\r\n");
        text.append("Subject: Your message could not be delivered\r\n");
        text.append("Message-ID: <%s@%s>\r\n".formatted(Ids.text(id), host));
        // RFC 3834 section 5: programs that answer by themselves shall not answer this.
        text.append("Auto-Submitted: auto-replied\r\n");
        text.append("MIME-Version: 1.0\r\n");
        text.append("Content-Type: multipart/report; report-type=delivery-status;\r\n");
        text.append("\tboundary=\"").append(boundary).append("\"\r\n\r\n");
        part(text, boundary, "text/plain; charset=us-ascii", words(host));
        part(text, boundary, "message/delivery-status", status(host, first));
        part(text, boundary, "text/rfc822-headers", original(first));
        text.append("--").append(boundary).append("--\r\n");
        return Content.of(Stamp.bytes(text.toString()));
    }

    private static void part(StringBuilder text, String boundary, String type, String body) {
        text.append("--").append(boundary).append("\r\n");
        text.append("Content-Type: ").append(type).append("\r\n\r\n").append(body).append("\r\n");
    }

    private String words(String host) {
        var text = new StringBuilder();
        text.append("This is the mail server ").append(host).append(".\r\n\r\n");
        text.append("Your message could not be delivered to:\r\n\r\n");
        for (var failure : failures) {
            text.append("  ").append(failure.waiting().to()).append("\r\n");
            text.append("    ").append(oneLine(failure.why().reason())).append("\r\n");
        }
        return text.toString();
    }

    // RFC 3464 section 2: fields of the message, then of each recipient.
    private String status(String host, Waiting first) {
        var text = new StringBuilder();
        text.append("Reporting-MTA: dns; ").append(host).append("\r\n");
        text.append("Arrival-Date: ").append(Stamp.date(first.queuedAt())).append("\r\n");
        for (var failure : failures) {
            text.append("\r\nFinal-Recipient: rfc822; ").append(failure.waiting().to());
            text.append("\r\nAction: failed\r\nStatus: ").append(failure.why().status());
            text.append("\r\nDiagnostic-Code: smtp; ").append(oneLine(failure.why().reason()));
            text.append("\r\n");
        }
        return text.toString();
    }

    private static String original(Waiting first) throws IOException {
        var text = new StringBuilder();
        for (var field : Header.of(first.content()).fields()) {
            if (text.length() + field.raw().length() <= HEADER_CHARS_MAX) {
                text.append(field.raw());
            }
        }
        return text.toString();
    }

    // Other servers' words end up in header-like lines: nothing in them may begin a new one.
    private static String oneLine(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
