package io.labnet.mail.imap;

import io.labnet.mail.message.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server's side of one IMAP conversation (RFC 3501 section 3), as a value: where it stands, and
 * which commands it may take there.
 *
 * <p>Knows no socket, clock or store.
 */
public sealed interface ImapSession {
    /** Nobody has logged in. */
    record Stranger(boolean secure) implements ImapSession {}

    /** Logged in. */
    record User(boolean secure, Address address) implements ImapSession {}

    /** With a folder open. */
    record Selected(User user, View view) implements ImapSession {}

    /** Over. */
    record Closed() implements ImapSession {}

    /** What speaks against a command where the session stands, such as {@code BAD Log in first}. */
    static Optional<String> objection(ImapSession state, Command command, boolean plaintextAuth) {
        return switch (command) {
            case Command.Faulty(var reason) -> Optional.of("BAD " + reason);
            case Command.Capability _, Command.Noop _, Command.Logout _, Command.Id _ ->
                    Optional.empty();
            case Command.StartTls _ ->
                    state instanceof Stranger(var secure) && !secure
                            ? Optional.empty()
                            : Optional.of("BAD Too late for TLS");
            case Command.Login _, Command.Authenticate _ -> againstLogin(state, plaintextAuth);
            case Command.Check _,
                    Command.Close _,
                    Command.Expunge _,
                    Command.Search _,
                    Command.Fetch _,
                    Command.Store _,
                    Command.Copy _ ->
                    againstSelected(state, command);
            case Command.Namespace _,
                    Command.Select _,
                    Command.Create _,
                    Command.Delete _,
                    Command.Rename _,
                    Command.Subscribe _,
                    Command.ListFolders _,
                    Command.Status _,
                    Command.Append _,
                    Command.Idle _ ->
                    state instanceof User || state instanceof Selected
                            ? Optional.empty()
                            : Optional.of("BAD Log in first");
        };
    }

    private static Optional<String> againstLogin(ImapSession state, boolean plaintextAuth) {
        if (!(state instanceof Stranger(var secure))) {
            return Optional.of("BAD Already logged in");
        }
        return secure || plaintextAuth
                ? Optional.empty()
                : Optional.of("NO [PRIVACYREQUIRED] Start TLS first");
    }

    private static Optional<String> againstSelected(ImapSession state, Command command) {
        if (!(state instanceof Selected(_, var view))) {
            return Optional.of("BAD Select a folder first");
        }
        var changes = command instanceof Command.Store || command instanceof Command.Expunge;
        return changes && view.readOnly()
                ? Optional.of("NO [READ-ONLY] The folder was opened read-only")
                : Optional.empty();
    }

    /** What the server can do, as it stands (RFC 3501 section 7.2.1). */
    static String capabilities(ImapSession state, boolean plaintextAuth) {
        var words = new ArrayList<>(List.of("IMAP4rev1", "LITERAL+", "SASL-IR", "ID", "IDLE"));
        words.addAll(List.of("NAMESPACE", "CHILDREN", "UIDPLUS", "UNSELECT"));
        if (state instanceof Stranger(var secure)) {
            if (!secure) {
                words.add("STARTTLS");
            }
            words.add(secure || plaintextAuth ? "AUTH=PLAIN" : "LOGINDISABLED");
        }
        return "CAPABILITY " + String.join(" ", words);
    }

    /** Whoever is logged in; empty before. */
    static Optional<User> user(ImapSession state) {
        return switch (state) {
            case User user -> Optional.of(user);
            case Selected(var user, _) -> Optional.of(user);
            case Stranger _, Closed _ -> Optional.empty();
        };
    }
}
