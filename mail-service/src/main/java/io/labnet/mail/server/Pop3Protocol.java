package io.labnet.mail.server;

import io.labnet.line.DotWriter;
import io.labnet.line.Farewell;
import io.labnet.line.Line;
import io.labnet.line.LineConnection;
import io.labnet.line.LineProtocol;
import io.labnet.mail.message.Address;
import io.labnet.mail.pop3.Maildrop;
import io.labnet.mail.pop3.Pop3Session;
import io.labnet.mail.pop3.Pop3Session.Deed;
import io.labnet.mail.pop3.Pop3Session.Refusal;
import io.labnet.mail.pop3.Pop3Session.Step;
import io.labnet.mail.pop3.Pop3Session.Terms;
import io.labnet.mail.pop3.Reply;
import io.labnet.mail.store.Folder;
import io.labnet.mail.store.MailStore;
import io.labnet.mail.store.Message;
import io.labnet.mail.store.StoreException;
import io.labnet.trace.Trace;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs over a connection what {@link Pop3Session} decides. */
public final class Pop3Protocol implements LineProtocol {
    private static final int ERRORS_MAX = 20;
    // RFC 3206 section 4.
    private static final Reply NOT_NOW =
            new Reply(false, "[SYS/TEMP] The mail store cannot do it now; try later", null);
    private static final Logger LOG = LoggerFactory.getLogger(Pop3Protocol.class);

    private final MailHost host;
    private final MailStore store;
    private final Desk desk;
    private final boolean plaintextAuth;
    private final Supplier<SSLContext> tls;
    private final Trace trace;

    /** The protocol as one host speaks it. */
    public Pop3Protocol(
            MailHost host,
            MailStore store,
            Desk desk,
            boolean plaintextAuth,
            Supplier<SSLContext> tls,
            Trace trace) {
        this.host = host;
        this.store = store;
        this.desk = desk;
        this.plaintextAuth = plaintextAuth;
        this.tls = tls;
        this.trace = trace;
    }

    @Override
    public void converse(LineConnection connection) throws IOException {
        var conversation = new Conversation(connection);
        try {
            conversation.hold();
        } finally {
            conversation.unlock();
        }
    }

    @Override
    public @Nullable String farewell(Farewell why) {
        return switch (why) {
            case BUSY -> "-ERR [SYS/TEMP] Too many connections; try later";
            case SHUTDOWN -> "-ERR [SYS/TEMP] The server is shutting down";
            // RFC 1939 section 3: the server closes without a word.
            case TIMEOUT -> null;
            case FAILURE -> "-ERR [SYS/TEMP] An error of ours; try later";
        };
    }

    /** One conversation, and the maildrop that it may have open. */
    private final class Conversation {
        private final LineConnection connection;
        private final Listening ear;
        private Pop3Session state = new Pop3Session.Closed();
        private @Nullable Address account;
        private long folderId;
        private final Map<Long, Message> messages = new HashMap<>();
        private int errors;

        Conversation(LineConnection connection) {
            this.connection = connection;
            this.ear = new Listening(trace, "POP3", connection);
        }

        void hold() throws IOException {
            var terms = new Terms(connection.encryption() != null, plaintextAuth);
            perform(Pop3Session.open(terms, host.name()));
            while (!(state instanceof Pop3Session.Closed) && errors <= ERRORS_MAX) {
                switch (connection.readLine()) {
                    case Line.Text(var line) -> {
                        ear.heard(safe(line));
                        take(line);
                    }
                    case Line.TooLong _ -> say(new Reply(false, "Line too long", null));
                    case Line.Malformed _ ->
                            say(new Reply(false, "Lines end with CR LF, nothing else", null));
                    case Line.Ended _ -> {
                        return;
                    }
                }
            }
        }

        private void take(String line) throws IOException {
            var before = state;
            try {
                perform(Pop3Session.answer(state, line));
            } catch (StoreException e) {
                LOG.error("{} cannot be performed", safe(line), e);
                state = before;
                say(NOT_NOW);
            }
        }

        void unlock() {
            if (account != null) {
                try {
                    store.unlock(account);
                } catch (StoreException e) {
                    LOG.warn("The maildrop of {} stays locked for a while", account, e);
                }
                account = null;
            }
        }

        private void perform(Step step) throws IOException {
            var before = state;
            state = step.next();
            switch (step.deed()) {
                case Deed.Say(var reply) -> say(reply);
                case Deed.StartTls(var goAhead) -> startTls(goAhead);
                case Deed.Open(var name, var password) -> perform(open(before, name, password));
                case Deed.Send(var item, var bodyLines) -> send(item, bodyLines);
                case Deed.Update(var uids) -> update(uids);
            }
        }

        private void say(Reply reply) throws IOException {
            errors += reply.ok() ? 0 : 1;
            ear.said(reply.firstLine());
            connection.writeLine(reply.firstLine());
            var lines = reply.lines();
            if (lines != null) {
                for (var line : lines) {
                    connection.writeLine(line);
                }
                connection.writeLine(".");
            }
        }

        private void startTls(Reply goAhead) throws IOException {
            // Commands sent ahead in the clear would otherwise run inside TLS (CVE-2011-0411).
            if (connection.hasUnread()) {
                say(new Reply(false, "Commands were sent after STLS, before TLS", null));
                state = new Pop3Session.Closed();
                return;
            }
            var context = tls.get();
            say(goAhead);
            connection.secure(context, true);
        }

        private Step open(Pop3Session before, String name, String password) throws IOException {
            var terms =
                    before instanceof Pop3Session.Authorization(var t, _)
                            ? t
                            : new Terms(false, plaintextAuth);
            if (desk.bars(connection)) {
                return Pop3Session.refused(terms, Refusal.WAIT);
            }
            var user = desk.check(connection, name, password, host);
            if (user.isEmpty()) {
                return Pop3Session.refused(terms, Refusal.AUTH);
            }
            if (!store.lock(user.get())) {
                return Pop3Session.refused(terms, Refusal.IN_USE);
            }
            account = user.get();
            try {
                return Pop3Session.opened(terms, maildrop(user.get()));
            } catch (StoreException e) {
                unlock();
                throw e;
            }
        }

        private Maildrop maildrop(Address user) {
            var inbox = store.folder(user, Folder.INBOX).orElseThrow();
            folderId = inbox.id();
            var found = store.messages(folderId);
            found.forEach(m -> messages.put(m.uid(), m));
            var items =
                    found.stream()
                            .map(m ->
                                    new Maildrop.Item(
                                            m.uid(),
                                            m.content().lengthBytes(),
                                            inbox.uidValidity() + "." + m.uid()))
                            .toList();
            return new Maildrop(items, Set.of());
        }

        private void send(Maildrop.Item item, int bodyLines) throws IOException {
            var message = messages.get(item.uid());
            if (message == null) {
                throw new IllegalStateException("A maildrop lists a message it does not have");
            }
            try (var in = new BufferedInputStream(message.content().open())) {
                say(new Reply(true, item.lengthBytes() + " octets", null));
                ear.said("(a message of " + item.lengthBytes() + " bytes)");
                connection.write(out -> {
                    var data = new DotWriter(out);
                    copy(in, bodyLines, data);
                    data.finish();
                });
            }
        }

        private void update(List<Long> uids) throws IOException {
            try {
                if (!uids.isEmpty()) {
                    store.remove(folderId, uids);
                }
            } catch (StoreException e) {
                LOG.error("{} messages cannot be removed", uids.size(), e);
                unlock();
                // RFC 1939 section 6: the session ends all the same.
                say(new Reply(false, "[SYS/TEMP] Deleted messages were not removed", null));
                return;
            }
            unlock();
            say(new Reply(true, "Goodbye, " + uids.size() + " deleted", null));
        }

        private String safe(String line) {
            return line.toUpperCase(Locale.ROOT).startsWith("PASS ") ? "PASS ..." : line;
        }
    }

    private static void copy(BufferedInputStream in, int bodyLinesMax, DotWriter out)
            throws IOException {
        if (bodyLinesMax < 0) {
            in.transferTo(out);
            return;
        }
        var inBody = false;
        for (int left = bodyLinesMax; !inBody || left > 0; left -= inBody ? 1 : 0) {
            var line = line(in);
            if (line.isEmpty()) {
                return;
            }
            out.write(line.getBytes(StandardCharsets.ISO_8859_1));
            // The empty line below the header is sent, but not counted (RFC 1939 section 7).
            if (!inBody && line.equals("\r\n")) {
                inBody = true;
                left++;
            }
        }
    }

    private static String line(BufferedInputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.append((char) b);
            if (b == '\n') {
                break;
            }
        }
        return line.toString();
    }
}
