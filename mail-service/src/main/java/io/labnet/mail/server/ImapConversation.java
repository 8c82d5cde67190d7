package io.labnet.mail.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.labnet.line.Line;
import io.labnet.line.LineConnection;
import io.labnet.mail.imap.Command;
import io.labnet.mail.imap.CommandParser;
import io.labnet.mail.imap.ImapSession;
import io.labnet.mail.imap.ImapSession.Selected;
import io.labnet.mail.imap.ImapSession.Stranger;
import io.labnet.mail.imap.ImapSession.User;
import io.labnet.mail.imap.Request;
import io.labnet.mail.imap.View;
import io.labnet.mail.server.ImapRequests.Came;
import io.labnet.mail.store.StoreException;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One IMAP conversation: takes commands, asks {@link ImapSession} whether, and performs them. */
final class ImapConversation {
    private static final int ERRORS_MAX = 30;
    private static final int FAILED_LOGINS_MAX = 3;
    private static final Logger LOG = LoggerFactory.getLogger(ImapConversation.class);

    private final ImapProtocol terms;
    private final LineConnection connection;
    private final Listening ear;
    private ImapSession state;
    private int errors;
    private int failedLogins;

    ImapConversation(ImapProtocol terms, LineConnection connection) {
        this.terms = terms;
        this.connection = connection;
        this.ear = new Listening(terms.trace(), "IMAP", connection);
        this.state = new Stranger(connection.encryption() != null);
    }

    void hold() throws IOException {
        say("* OK [" + capabilities() + "] " + terms.host().name() + " IMAP Labnet");
        var largest = terms.terms().messageBytesMax();
        try (var requests = new ImapRequests(connection, terms.folder(), largest)) {
            while (!(state instanceof ImapSession.Closed)) {
                switch (requests.next(!(state instanceof Stranger))) {
                    case Came.Whole(var request) -> take(request);
                    case Came.Refused(var tag, var response) -> {
                        say(tag + " " + response);
                        errors++;
                        if (response.startsWith("BYE")) {
                            return;
                        }
                    }
                    case Came.Ended _ -> {
                        return;
                    }
                }
                if (errors > ERRORS_MAX || failedLogins >= FAILED_LOGINS_MAX) {
                    say("* BYE Too many errors");
                    return;
                }
            }
        }
    }

    private void take(Request request) throws IOException {
        ear.heard(safe(request));
        var command = CommandParser.parse(request);
        var objection = ImapSession.objection(state, command, terms.terms().plaintextAuth());
        if (objection.isPresent()) {
            errors++;
            say(request.tag() + " " + objection.get());
            return;
        }
        try {
            perform(request, command);
        } catch (StoreException e) {
            LOG.error("{} failed", command.getClass().getSimpleName(), e);
            say(request.tag() + " NO [UNAVAILABLE] The mail store cannot do it now");
        }
    }

    private void perform(Request request, Command command) throws IOException {
        switch (command) {
            case Command.Capability _ -> {
                say("* " + capabilities());
                done(request, "OK Told", true);
            }
            case Command.Id _ -> {
                say("* ID (\"name\" \"Labnet\")");
                done(request, "OK Told", true);
            }
            case Command.Noop _, Command.Check _ -> done(request, "OK Done", true);
            case Command.Logout _ -> {
                say("* BYE Goodbye");
                done(request, "OK Goodbye", false);
                state = new ImapSession.Closed();
            }
            case Command.StartTls _ -> startTls(request);
            case Command.Login(var name, var password) -> logIn(request, name, password);
            case Command.Authenticate auth -> authenticate(request, auth);
            case Command.Faulty(var reason) -> done(request, "BAD " + reason, false);
            default -> {
                var user = ImapSession.user(state).orElseThrow();
                performFor(user, request, command);
            }
        }
    }

    private void performFor(User user, Request request, Command command) throws IOException {
        var folders = new ImapFolders(terms.store(), user.address());
        switch (command) {
            case Command.Namespace _ -> {
                say("* NAMESPACE ((\"\" \"/\")) NIL NIL");
                done(request, "OK Told", true);
            }
            case Command.Select(var folder, var readOnly) ->
                    select(user, request, folder, readOnly);
            case Command.Create create -> answer(request, folders.create(create));
            case Command.Delete delete -> answer(request, folders.delete(delete));
            case Command.Rename rename -> answer(request, folders.rename(rename));
            case Command.Subscribe subscribe -> answer(request, folders.subscribe(subscribe));
            case Command.ListFolders list -> answer(request, folders.list(list));
            case Command.Status status -> answer(request, folders.status(status));
            case Command.Append append -> append(user, request, append);
            case Command.Idle _ -> idle(request);
            case Command.Close(var expunge) -> close(user, request, expunge);
            default -> {
                if (state instanceof Selected(_, var view)) {
                    var messages = new ImapMessages(terms.store(), user.address(), view, this::say);
                    var answer = messages.perform(command, connection);
                    state = new Selected(user, messages.view());
                    // Numbers must stay as they are while a client works with them.
                    var byNumber = messages.usesNumbers(command);
                    done(request, answer, true, !byNumber);
                }
            }
        }
    }

    private void answer(Request request, ImapFolders.Answer answer) throws IOException {
        for (var line : answer.untagged()) {
            say(line);
        }
        done(request, answer.tagged(), true);
    }

    private void done(Request request, String answer, boolean news) throws IOException {
        done(request, answer, news, true);
    }

    /** Tells what has changed meanwhile, if that is wanted, then the tagged answer. */
    private void done(Request request, String answer, boolean news, boolean expunges)
            throws IOException {
        if (news) {
            tellNews(expunges);
        }
        if (!answer.startsWith("OK")) {
            errors++;
        }
        say(request.tag() + " " + answer);
    }

    private void tellNews(boolean expunges) throws IOException {
        if (state instanceof Selected(var user, var view)) {
            View.News found;
            try {
                found = view.catchUp(terms.store().messages(view.folderId()), expunges);
            } catch (StoreException e) {
                // What was asked for is done all the same; the news come with the next command.
                LOG.debug("News cannot be told now", e);
                return;
            }
            state = new Selected(user, found.view());
            for (var line : found.responses()) {
                say(line);
            }
        }
    }

    private void say(String line) throws IOException {
        ear.said(line);
        connection.writeLine(line);
    }

    private String capabilities() {
        return ImapSession.capabilities(state, terms.terms().plaintextAuth());
    }

    private void startTls(Request request) throws IOException {
        // Commands sent ahead in the clear would otherwise run inside TLS (CVE-2011-0411).
        if (connection.hasUnread()) {
            say("* BYE Commands were sent after STARTTLS, before TLS");
            state = new ImapSession.Closed();
            return;
        }
        var context = terms.tls().get();
        say(request.tag() + " OK Begin TLS");
        connection.secure(context, true);
        state = new Stranger(true);
    }

    private void logIn(Request request, String name, String password) throws IOException {
        var secure = connection.encryption() != null;
        if (terms.desk().bars(connection)) {
            done(request, "NO [UNAVAILABLE] Too many failed logins; wait a minute", false);
            return;
        }
        var user = terms.desk().check(connection, name, password, terms.host());
        if (user.isEmpty()) {
            failedLogins++;
            done(request, "NO [AUTHENTICATIONFAILED] Wrong name or password", false);
            return;
        }
        state = new User(secure, user.get());
        done(request, "OK [" + capabilities() + "] Welcome", false);
    }

    private void authenticate(Request request, Command.Authenticate auth) throws IOException {
        if (!auth.mechanism().equals("PLAIN")) {
            done(request, "NO PLAIN only", false);
            return;
        }
        var response = auth.initial() == null ? challenged() : auth.initial();
        var parts = response == null ? new String[0] : decoded(response).split("\0", -1);
        if (parts.length != 3) {
            done(request, "BAD That is no response of PLAIN", false);
            return;
        }
        logIn(request, parts[1], parts[2]);
    }

    private @Nullable String challenged() throws IOException {
        connection.writeLine("+ ");
        return connection.readLine() instanceof Line.Text(var text) ? text : null;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void select(User user, Request request, String name, boolean readOnly)
            throws IOException {
        // Even when it fails, the folder that was open is open no more (RFC 3501 section 6.3.1).
        state = user;
        var found = terms.store().folder(user.address(), name);
        if (found.isEmpty()) {
            done(request, "NO " + ImapFolders.noFolder(), false);
            return;
        }
        var folder = found.get();
        var messages = terms.store().messages(folder.id());
        var view = View.of(folder.id(), name, readOnly, folder.recentUid(), messages);
        if (!readOnly && view.recentCount() > 0) {
            terms.store().forgetRecent(folder.id());
        }
        say("* " + messages.size() + " EXISTS");
        say("* " + view.recentCount() + " RECENT");
        say("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)");
        say(
                readOnly
                        ? "* OK [PERMANENTFLAGS ()] Read-only"
                        : "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft"
                                + " \\*)] Flags are kept");
        for (int number = 1; number <= messages.size(); number++) {
            if (!messages.get(number - 1).flags().contains("\\Seen")) {
                say("* OK [UNSEEN " + number + "] First unseen");
                break;
            }
        }
        say("* OK [UIDVALIDITY " + folder.uidValidity() + "] UIDs are valid");
        say("* OK [UIDNEXT " + folder.uidNext() + "] The next UID");
        state = new Selected(user, view);
        done(request, "OK [" + (readOnly ? "READ-ONLY" : "READ-WRITE") + "] Open", false);
    }

    private void close(User user, Request request, boolean expunge) throws IOException {
        if (state instanceof Selected(_, var view) && expunge && !view.readOnly()) {
            var deleted =
                    terms.store().messages(view.folderId()).stream()
                            .filter(m -> m.flags().contains("\\Deleted"))
                            .map(m -> m.uid())
                            .toList();
            terms.store().remove(view.folderId(), deleted);
        }
        state = user;
        done(request, "OK Closed", false);
    }

    private void append(User user, Request request, Command.Append append) throws IOException {
        var folder = terms.store().folder(user.address(), append.folder());
        if (folder.isEmpty()) {
            done(request, "NO [TRYCREATE] There is no such folder", true);
            return;
        }
        var at = Optional.ofNullable(append.receivedAt()).orElseGet(terms.clock()::instant);
        var message = request.literals().get(append.literal());
        var uid = terms.store().append(folder.get().id(), message, append.flags(), at);
        done(
                request,
                uid.map(given ->
                                "OK [APPENDUID %d %d] Appended"
                                        .formatted(folder.get().uidValidity(), given))
                        .orElse("NO [TRYCREATE] The folder is gone"),
                true);
    }

    private void idle(Request request) throws IOException {
        say("+ Idling");
        connection.flush();
        var watch = new ImapWatch(terms.store(), state, this::say, connection);
        var said = "";
        try {
            said = connection.readLine() instanceof Line.Text(var text) ? text : "";
        } finally {
            state = watch.end();
        }
        var done = said.equalsIgnoreCase("DONE");
        done(request, done ? "OK Idled" : "BAD DONE was expected", true);
    }

    private static String safe(Request request) {
        var text = request.text();
        var verb = text.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        var secret = verb.equals("LOGIN") || verb.equals("AUTHENTICATE");
        var shown = new String((secret ? verb + " ..." : text).getBytes(ISO_8859_1), UTF_8);
        return request.tag() + " " + shown.replace("\0", "(literal)");
    }
}
