package io.labnet.mail.server;

import io.labnet.line.DotWriter;
import io.labnet.line.Line;
import io.labnet.line.LineConnection;
import io.labnet.mail.queue.Outcome;
import io.labnet.mail.smtp.Reply;
import io.labnet.mail.store.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** The client's side of one SMTP conversation: hands one message over. */
final class SmtpCall {
    private static final int REPLY_LINES_MAX = 100;
    private static final Pattern ENHANCED = Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3}) .*");

    /** The other side will not talk to us now; another host may. */
    static final class Unwilling extends IOException {
        private static final long serialVersionUID = 1;

        Unwilling(String what, Reply reply) {
            super(what + " was answered with " + reply);
        }
    }

    /** TLS was offered, but does not work. */
    static final class NoTls extends IOException {
        private static final long serialVersionUID = 1;

        NoTls(IOException cause) {
            super("TLS does not work: " + cause.getMessage(), cause);
        }
    }

    private final LineConnection connection;
    private final Listening ear;
    private final String self;
    private final BooleanSupplier stillOurs;

    SmtpCall(LineConnection connection, Listening ear, String self, BooleanSupplier stillOurs) {
        this.connection = connection;
        this.ear = ear;
        this.self = self;
        this.stillOurs = stillOurs;
    }

    /**
     * Greets, goes over to TLS when that is offered and wanted, and hands the message over.
     *
     * @throws IOException when it did not come to an answer about each recipient
     */
    Map<Long, Outcome> hold(List<Waiting> parcel, Supplier<SSLContext> tls, boolean wantsTls)
            throws IOException {
        expect("The connection", hear());
        var offers = hello();
        // RFC 3207, opportunistic as in RFC 7435: better encrypted to anybody than in the clear.
        if (wantsTls && offers(offers, "STARTTLS") && !ask("STARTTLS").isError()) {
            goOverToTls(tls.get());
            offers = hello();
        }
        var outcomes = handOver(parcel, offers);
        leave();
        return outcomes;
    }

    private void goOverToTls(SSLContext tls) throws IOException {
        if (connection.hasUnread()) {
            throw new IOException("More was said than the answer to STARTTLS (CVE-2011-0411)");
        }
        try {
            connection.secure(tls, false);
        } catch (IOException e) {
            // Also when the other side just hangs up in the middle of the handshake.
            throw new NoTls(e);
        }
    }

    // The outcomes are known: however the other side takes its leave, they stand.
    private void leave() {
        try {
            ask("QUIT");
        } catch (IOException e) {
            ear.said("(left without a goodbye: " + e.getMessage() + ")");
        }
    }

    private List<String> hello() throws IOException {
        var reply = ask("EHLO " + self);
        if (!reply.isError()) {
            return reply.lines();
        }
        expect("HELO", ask("HELO " + self));
        return List.of();
    }

    private Map<Long, Outcome> handOver(List<Waiting> parcel, List<String> offers)
            throws IOException {
        var first = parcel.getFirst();
        var size = offers(offers, "SIZE") ? " SIZE=" + first.content().lengthBytes() : "";
        var body = offers(offers, "8BITMIME") ? " BODY=8BITMIME" : "";
        var accepted = ask("MAIL FROM:" + first.from() + size + body);
        var outcomes = new HashMap<Long, Outcome>();
        if (accepted.isError()) {
            parcel.forEach(waiting -> outcomes.put(waiting.id(), failure(accepted)));
            return outcomes;
        }
        var willing = new ArrayList<Waiting>();
        for (var waiting : parcel) {
            var reply = ask("RCPT TO:<" + waiting.to() + ">");
            if (reply.isError()) {
                outcomes.put(waiting.id(), failure(reply));
            } else {
                willing.add(waiting);
            }
        }
        if (!willing.isEmpty()) {
            var said = message(first);
            var outcome = said.isError() ? failure(said) : new Outcome.Delivered();
            willing.forEach(waiting -> outcomes.put(waiting.id(), outcome));
        }
        return outcomes;
    }

    private Reply message(Waiting waiting) throws IOException {
        var goAhead = ask("DATA");
        if (goAhead.isError()) {
            return goAhead;
        }
        if (goAhead.code() != Reply.GO_AHEAD.code()) {
            throw new IOException("DATA was answered with " + goAhead);
        }
        ear.said("(a message of " + waiting.content().lengthBytes() + " bytes)");
        connection.write(out -> {
            var data = new DotWriter(out);
            try (var in = waiting.content().open()) {
                in.transferTo(data);
            }
            // Without its end the other side keeps nothing (RFC 5321 section 4.1.1.4).
            if (!stillOurs.getAsBoolean()) {
                throw new IOException("The store was away too long to know whose message it is");
            }
            data.finish();
        });
        var said = hear();
        // Nothing but a 2xx takes over responsibility (RFC 5321 section 4.2.1).
        if (!said.isError() && !said.isSuccess()) {
            throw new IOException("The message was answered with " + said);
        }
        return said;
    }

    private static Outcome failure(Reply reply) {
        var text = reply.toString();
        if (!reply.isPermanent()) {
            return new Outcome.Deferred(text);
        }
        var enhanced = ENHANCED.matcher(reply.lines().getFirst());
        return new Outcome.Refused(enhanced.matches() ? enhanced.group(1) : "5.0.0", text);
    }

    private static boolean offers(List<String> offers, String keyword) {
        return offers.stream().anyMatch(line -> line.split(" ", 2)[0].equalsIgnoreCase(keyword));
    }

    private static void expect(String what, Reply reply) throws Unwilling {
        if (reply.isError()) {
            throw new Unwilling(what, reply);
        }
    }

    private Reply ask(String command) throws IOException {
        say(command);
        return hear();
    }

    private void say(String command) throws IOException {
        ear.said(command);
        connection.writeLine(command);
    }

    private Reply hear() throws IOException {
        var lines = new ArrayList<String>();
        do {
            if (!(connection.readLine() instanceof Line.Text(var text))) {
                throw new IOException("The server broke off the conversation");
            }
            lines.add(text);
        } while (lines.size() < REPLY_LINES_MAX && lines.getLast().startsWith("-", 3));
        try {
            var reply = Reply.parse(lines);
            ear.heard(reply.toString());
            return reply;
        } catch (IllegalArgumentException e) {
            throw new IOException("The server does not speak SMTP: " + lines.getFirst(), e);
        }
    }
}
