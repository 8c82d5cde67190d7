package io.labnet.mail.server;

import io.labnet.line.LineLimits;
import io.labnet.line.LineListener;
import io.labnet.line.LineProtocol;
import io.labnet.mail.account.Accounts;
import io.labnet.mail.smtp.Site;
import io.labnet.mail.store.MailStore;
import io.labnet.trace.Trace;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One host with all its listeners. */
public final class MailServer {
    private static final int CONNECTIONS_MAX = 500;
    private static final int CONNECTIONS_PER_CLIENT_MAX = 200;
    private static final int COMMAND_BYTES_MAX = 8192;

    // RFC 5321 section 4.5.3.2.7, RFC 1939 section 3 and RFC 3501 section 5.4 set these times.
    private static final LineLimits SMTP_LIMITS = limits(Duration.ofMinutes(5), 1);
    private static final LineLimits POP3_LIMITS = limits(Duration.ofMinutes(10), 1);
    private static final LineLimits IMAP_LIMITS = limits(Duration.ofMinutes(30), 24);

    /**
     * What the host's listeners share with those of the others.
     *
     * @param folder where large messages are held while they come in
     * @param afterIntake called when a message was kept that may have to be taken on
     */
    public record Surroundings(
            Accounts accounts,
            MailStore store,
            Desk desk,
            MailTerms terms,
            MailCounts counts,
            Trace trace,
            Clock clock,
            Path folder,
            Runnable afterIntake) {}

    private final MailHost host;
    private final LineListener smtp;
    private final LineListener submission;
    private final LineListener pop3;
    private final LineListener imap;
    private final List<LineListener> listeners = new ArrayList<>();

    /** A host that does not listen yet. */
    public MailServer(
            MailHost host, MailPorts ports, Supplier<SSLContext> tls, Surroundings around) {
        this.host = host;
        var exchange = smtp(host, Site.Role.EXCHANGE, tls, around);
        var submit = smtp(host, Site.Role.SUBMISSION, tls, around);
        var post =
                new Pop3Protocol(
                        host,
                        around.store(),
                        around.desk(),
                        around.terms().plaintextAuth(),
                        tls,
                        around.trace());
        smtp = listener("smtp", ports.smtp(), SMTP_LIMITS, exchange, null);
        submission = listener("submission", ports.submission(), SMTP_LIMITS, submit, null);
        listener("submissions", ports.submissions(), SMTP_LIMITS, submit, tls);
        pop3 = listener("pop3", ports.pop3(), POP3_LIMITS, post, null);
        listener("pop3s", ports.pop3s(), POP3_LIMITS, post, tls);
        var access =
                new ImapProtocol(
                        host,
                        around.store(),
                        around.desk(),
                        around.terms(),
                        tls,
                        around.trace(),
                        around.clock(),
                        around.folder());
        imap = listener("imap", ports.imap(), IMAP_LIMITS, access, null);
        listener("imaps", ports.imaps(), IMAP_LIMITS, access, tls);
    }

    private static SmtpProtocol smtp(
            MailHost host, Site.Role role, Supplier<SSLContext> tls, Surroundings around) {
        var terms = around.terms();
        var intake = new Intake(host, around.accounts(), around.store(), around.clock());
        var site =
                new Site(
                        host.name(),
                        host.domain(),
                        role,
                        terms.plaintextAuth(),
                        terms.messageBytesMax(),
                        terms.recipientsMax(),
                        intake::find);
        return new SmtpProtocol(
                site,
                host,
                intake,
                around.desk(),
                around.folder(),
                tls,
                around.counts(),
                around.trace(),
                around.afterIntake());
    }

    private LineListener listener(
            String name,
            int port,
            LineLimits limits,
            LineProtocol protocol,
            @Nullable Supplier<SSLContext> tls) {
        var address = new InetSocketAddress(host.listen(), port);
        var listener = new LineListener("mail-" + name, address, limits, protocol, tls);
        listeners.add(listener);
        return listener;
    }

    private static LineLimits limits(Duration idle, int sessionHours) {
        return new LineLimits(
                COMMAND_BYTES_MAX,
                CONNECTIONS_MAX,
                CONNECTIONS_PER_CLIENT_MAX,
                idle,
                Duration.ofHours(sessionHours));
    }

    /**
     * Listens on all ports when it returns.
     *
     * @throws java.io.UncheckedIOException when one cannot be had; none is kept then
     */
    public void start() {
        try {
            listeners.forEach(LineListener::start);
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Says goodbye to everybody; takes about a second at most. */
    public void stop() {
        var stops = listeners.stream().map(l -> Thread.ofVirtual().start(l::stop)).toList();
        for (var stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public MailHost host() {
        return host;
    }

    /** Where other servers bring mail. */
    public InetSocketAddress smtp() {
        return smtp.address();
    }

    /** Where users hand mail in. */
    public InetSocketAddress submission() {
        return submission.address();
    }

    /** Where users fetch mail. */
    public InetSocketAddress pop3() {
        return pop3.address();
    }

    /** Where users read mail and leave it. */
    public InetSocketAddress imap() {
        return imap.address();
    }

    public int openConnections() {
        return listeners.stream().mapToInt(LineListener::openConnections).sum();
    }
}
