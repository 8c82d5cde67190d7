package io.labnet.mail.server;

import io.labnet.line.Data;
import io.labnet.line.Farewell;
import io.labnet.line.Line;
import io.labnet.line.LineConnection;
import io.labnet.line.LineProtocol;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.Spool;
import io.labnet.mail.smtp.Reply;
import io.labnet.mail.smtp.Site;
import io.labnet.mail.smtp.SmtpSession;
import io.labnet.mail.smtp.SmtpSession.Deed;
import io.labnet.mail.store.StoreException;
import io.labnet.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs over a connection what {@link SmtpSession} decides. */
public final class SmtpProtocol implements LineProtocol {
    private static final int ERRORS_MAX = 20;
    private static final int FAILED_LOGINS_MAX = 3;
    private static final Logger LOG = LoggerFactory.getLogger(SmtpProtocol.class);

    private final Site site;
    private final MailHost host;
    private final Intake intake;
    private final Desk desk;
    private final Path spoolFolder;
    private final Supplier<SSLContext> tls;
    private final MailCounts counts;
    private final Trace trace;
    private final Runnable afterIntake;

    /**
     * The protocol as one port of one host speaks it.
     *
     * @param afterIntake called when a message was kept that may have to be taken on
     */
    public SmtpProtocol(
            Site site,
            MailHost host,
            Intake intake,
            Desk desk,
            Path spoolFolder,
            Supplier<SSLContext> tls,
            MailCounts counts,
            Trace trace,
            Runnable afterIntake) {
        this.site = site;
        this.host = host;
        this.intake = intake;
        this.desk = desk;
        this.spoolFolder = spoolFolder;
        this.tls = tls;
        this.counts = counts;
        this.trace = trace;
        this.afterIntake = afterIntake;
    }

    @Override
    public void converse(LineConnection connection) throws IOException {
        new Conversation(connection).hold();
    }

    @Override
    public String farewell(Farewell why) {
        var reply =
                switch (why) {
                    case BUSY -> Reply.BUSY;
                    case SHUTDOWN -> Reply.CLOSING;
                    case TIMEOUT -> Reply.TIMEOUT;
                    case FAILURE -> Reply.INTERNAL_ERROR;
                };
        return reply.wire().getFirst();
    }

    /** One conversation and what it may still afford. */
    private final class Conversation {
        private final LineConnection connection;
        private final Listening ear;
        private SmtpSession state;
        private int errors;
        private int failedLogins;

        Conversation(LineConnection connection) {
            this.connection = connection;
            this.ear = new Listening(trace, "SMTP", connection);
            this.state = new SmtpSession.Closed();
        }

        void hold() throws IOException {
            perform(SmtpSession.open(site, connection.encryption() != null));
            while (!(state instanceof SmtpSession.Closed)) {
                switch (connection.readLine()) {
                    case Line.Text(var line) -> {
                        ear.heard(safe(line));
                        perform(answered(line));
                    }
                    case Line.TooLong _ -> say(Reply.LINE_TOO_LONG);
                    case Line.Malformed _ -> say(Reply.BARE_NEWLINE);
                    case Line.Ended _ -> {
                        return;
                    }
                }
                if (errors > ERRORS_MAX || failedLogins >= FAILED_LOGINS_MAX) {
                    say(Reply.TOO_MANY_ERRORS);
                    return;
                }
            }
        }

        private SmtpSession.Step answered(String line) {
            try {
                return SmtpSession.answer(state, line, site);
            } catch (StoreException e) {
                LOG.error("{} does not know who has mail here", host.name(), e);
                return new SmtpSession.Step(state, new Deed.Say(Reply.NOT_NOW));
            }
        }

        private void perform(SmtpSession.Step step) throws IOException {
            state = step.next();
            switch (step.deed()) {
                case Deed.Say(var reply) -> say(reply);
                case Deed.StartTls _ -> startTls();
                case Deed.CheckPassword check -> perform(checked(check));
                case Deed.TakeMessage(var envelope) ->
                        perform(SmtpSession.received(envelope, take(envelope)));
            }
        }

        private void say(Reply reply) throws IOException {
            if (reply.isError()) {
                errors++;
            }
            ear.said(reply.toString());
            for (var line : reply.wire()) {
                connection.writeLine(line);
            }
        }

        private void startTls() throws IOException {
            // Commands sent ahead in the clear would otherwise run inside TLS (CVE-2011-0411).
            if (connection.hasUnread()) {
                say(Reply.INJECTION);
                state = new SmtpSession.Closed();
                return;
            }
            var context = tls.get();
            say(Reply.START_TLS);
            connection.secure(context, true);
        }

        private SmtpSession.Step checked(Deed.CheckPassword check) throws IOException {
            if (desk.bars(connection)) {
                return new SmtpSession.Step(state, new Deed.Say(Reply.WAIT));
            }
            try {
                var user = desk.check(connection, check.name(), check.password(), host);
                failedLogins += user.isEmpty() ? 1 : 0;
                return SmtpSession.checked(check.client(), user);
            } catch (StoreException e) {
                LOG.error("{} cannot check a password", host.name(), e);
                return new SmtpSession.Step(state, new Deed.Say(Reply.NO_LOGIN_NOW));
            }
        }

        private Reply take(SmtpSession.Addressing envelope) throws IOException {
            say(Reply.GO_AHEAD);
            try (var spool = new Spool(spoolFolder)) {
                return switch (connection.readData(spool, site.messageBytesMax())) {
                    case Data.Complete(var length) -> {
                        ear.heard("(a message of " + length + " bytes)");
                        yield keep(envelope, spool.content());
                    }
                    case Data.TooLarge _ -> Reply.TOO_LARGE;
                    case Data.BareNewline _ -> Reply.SMUGGLING;
                    case Data.Unstorable _ -> Reply.NOT_KEPT;
                    case Data.Ended _ -> throw new IOException("The client left during DATA");
                };
            }
        }

        private Reply keep(SmtpSession.Addressing envelope, Content content) {
            var encryption = Optional.ofNullable(connection.encryption()).orElse("");
            var reply =
                    intake.take(
                            envelope,
                            content,
                            connection.peer().getAddress().getHostAddress(),
                            encryption,
                            site.role() == Site.Role.SUBMISSION);
            if (!reply.isError()) {
                counts.received().increment();
                afterIntake.run();
            }
            return reply;
        }

        private String safe(String line) {
            if (state instanceof SmtpSession.Authenticating) {
                return "(a secret)";
            }
            var upper = line.toUpperCase(Locale.ROOT);
            return upper.startsWith("AUTH ") ? line.replaceAll("(?<= \\S{1,20}) .*", " ...") : line;
        }
    }
}
