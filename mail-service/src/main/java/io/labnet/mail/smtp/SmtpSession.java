package io.labnet.mail.smtp;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.ReversePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one SMTP conversation, as a value: where it stands, what a line earns.
 *
 * <p>Knows no socket, clock or store, so a test walks it line by line.
 */
public sealed interface SmtpSession {
    /** Connected, or just gone over to TLS: nothing is known of the client yet. */
    record Greeted(boolean secure) implements SmtpSession {}

    /** Introduced; no transaction is open. */
    record Ready(Client client) implements SmtpSession {}

    /** In the middle of logging in: the next line is a response, not a command. */
    record Authenticating(Client client, boolean plain, @Nullable String user)
            implements SmtpSession {}

    /** In a transaction: a sender, and recipients so far. */
    record Addressing(Client client, ReversePath from, List<Address> to) implements SmtpSession {}

    /** Over. */
    record Closed() implements SmtpSession {}

    /**
     * Who is at the other end.
     *
     * @param name as it introduced itself
     * @param extended whether by EHLO
     * @param secure whether inside TLS
     * @param user who logged in; null when nobody did
     */
    record Client(String name, boolean extended, boolean secure, @Nullable Address user) {
        /** The protocol's name in a Received field (RFC 3848). */
        public String protocol() {
            if (!extended) {
                return "SMTP";
            }
            return "ESMTP" + (secure ? "S" : "") + (user == null ? "" : "A");
        }
    }

    /** What is to be done now. */
    sealed interface Deed {
        /** Tell the client. */
        record Say(Reply reply) implements Deed {}

        /** Go over to TLS, unless something was sent ahead. */
        record StartTls() implements Deed {}

        /** Find out who this is and go on by {@link SmtpSession#checked}. */
        record CheckPassword(Client client, String name, String password) implements Deed {}

        /** Take the message and go on by {@link SmtpSession#received}. */
        record TakeMessage(Addressing envelope) implements Deed {}
    }

    /** One step of the conversation. */
    record Step(SmtpSession next, Deed deed) {}

    /** How it begins: the state and the greeting. */
    static Step open(Site site, boolean secure) {
        return say(new Greeted(secure), site.greeting());
    }

    /** What a line earns. */
    static Step answer(SmtpSession state, String line, Site site) {
        return state instanceof Authenticating login
                ? respond(login, line)
                : answer(state, CommandParser.parse(line), site);
    }

    private static Step answer(SmtpSession state, Command command, Site site) {
        return switch (command) {
            case Command.Quit _ -> say(new Closed(), Reply.BYE);
            case Command.Noop _ -> say(state, Reply.OK);
            case Command.Help _ -> say(state, Reply.HELP);
            case Command.Vrfy _ -> say(state, Reply.VERIFY);
            case Command.Faulty(var reply) -> say(state, reply);
            // A second EHLO drops an open transaction, as RSET would (RFC 5321 section 4.1.4).
            case Command.Ehlo(var name) -> {
                var client = new Client(name, true, secure(state), user(state));
                yield say(new Ready(client), site.hello(client));
            }
            case Command.Helo(var name) -> {
                var client = new Client(name, false, secure(state), user(state));
                yield say(new Ready(client), site.plainHello(client));
            }
            case Command.Rset _ -> say(withoutTransaction(state), Reply.OK);
            case Command.StartTls _ ->
                    secure(state)
                            ? say(state, Reply.BAD_SEQUENCE)
                            // RFC 3207 section 4.2: all that was learnt in the clear is forgotten.
                            : new Step(new Greeted(true), new Deed.StartTls());
            case Command.Auth auth -> logIn(state, auth, site);
            case Command.Mail mail -> begin(state, mail, site);
            case Command.Rcpt(var to) -> address(state, to, site);
            case Command.Data _ -> take(state);
        };
    }

    private static Step begin(SmtpSession state, Command.Mail mail, Site site) {
        return switch (state) {
            case Ready(var client) -> {
                var opinion = site.opinion(client, mail.from(), mail.size());
                yield opinion.isError()
                        ? say(state, opinion)
                        : say(
                                new Addressing(client, mail.from(), List.of()),
                                Reply.of(250, "2.1.0", "Sender accepted"));
            }
            case Greeted _ -> say(state, Reply.SAY_HELLO);
            case Addressing _, Authenticating _, Closed _ -> say(state, Reply.BAD_SEQUENCE);
        };
    }

    private static Step address(SmtpSession state, @Nullable Address to, Site site) {
        if (!(state instanceof Addressing(var client, var from, var others))) {
            return say(state, Reply.BAD_SEQUENCE);
        }
        var address = to == null ? new Address("postmaster", site.domain()) : to;
        var opinion = site.opinion(address);
        if (opinion.isError()) {
            return say(state, opinion);
        }
        var accepted = Reply.of(250, "2.1.5", "Recipient accepted");
        if (others.contains(address)) {
            return say(state, accepted);
        }
        if (others.size() >= site.recipientsMax()) {
            return say(state, Reply.TOO_MANY_RECIPIENTS);
        }
        var all = new ArrayList<>(others);
        all.add(address);
        return say(new Addressing(client, from, List.copyOf(all)), accepted);
    }

    private static Step take(SmtpSession state) {
        return state instanceof Addressing envelope && !envelope.to().isEmpty()
                ? new Step(new Ready(envelope.client()), new Deed.TakeMessage(envelope))
                : say(state, Reply.BAD_SEQUENCE);
    }

    /** What follows the taking of a message, whatever became of it: the transaction is over. */
    static Step received(Addressing envelope, Reply reply) {
        return say(new Ready(envelope.client()), reply);
    }

    private static Step logIn(SmtpSession state, Command.Auth auth, Site site) {
        if (!(state instanceof Ready(var client)) || client.user() != null) {
            return say(state, state instanceof Greeted ? Reply.SAY_HELLO : Reply.BAD_SEQUENCE);
        }
        if (!site.offersAuth(client)) {
            var inTheClear = site.role() == Site.Role.SUBMISSION;
            return say(state, inTheClear ? Reply.TLS_FIRST : Reply.NOT_IMPLEMENTED);
        }
        var plain = auth.mechanism().equals("PLAIN");
        if (!plain && !auth.mechanism().equals("LOGIN")) {
            return say(state, Reply.UNKNOWN_MECHANISM);
        }
        var login = new Authenticating(client, plain, null);
        if (auth.initial() != null) {
            // RFC 4954 section 4: a lone "=" stands for an empty response.
            return respond(login, auth.initial().equals("=") ? "" : auth.initial());
        }
        return challenge(login, plain ? "" : "Username:");
    }

    private static Step respond(Authenticating login, String response) {
        var ready = new Ready(login.client());
        if (response.equals("*")) {
            return say(ready, Reply.AUTH_CANCELLED);
        }
        var decoded = decoded(response);
        if (decoded.isEmpty()) {
            return say(ready, Reply.BAD_BASE64);
        }
        var text = decoded.get();
        if (login.plain()) {
            // RFC 4616 section 2: authorization id, NUL, authentication id, NUL, password.
            var parts = text.split("\0", -1);
            return parts.length == 3
                    ? new Step(ready, new Deed.CheckPassword(login.client(), parts[1], parts[2]))
                    : say(ready, Reply.BAD_ARGUMENT);
        }
        return login.user() == null
                ? challenge(new Authenticating(login.client(), false, text), "Password:")
                : new Step(ready, new Deed.CheckPassword(login.client(), login.user(), text));
    }

    /** What follows the checking of a password; no user when it was wrong. */
    static Step checked(Client client, Optional<Address> user) {
        return user.isEmpty()
                ? say(new Ready(client), Reply.WRONG_PASSWORD)
                : say(
                        new Ready(
                                new Client(
                                        client.name(),
                                        client.extended(),
                                        client.secure(),
                                        user.get())),
                        Reply.LOGGED_IN);
    }

    private static Step challenge(Authenticating login, String prompt) {
        var words = Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.UTF_8));
        return say(login, Reply.of(334, "", words));
    }

    private static Optional<String> decoded(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static SmtpSession withoutTransaction(SmtpSession state) {
        return state instanceof Addressing(var client, _, _) ? new Ready(client) : state;
    }

    private static boolean secure(SmtpSession state) {
        return switch (state) {
            case Greeted(var secure) -> secure;
            case Ready(var client) -> client.secure();
            case Authenticating(var client, _, _) -> client.secure();
            case Addressing(var client, _, _) -> client.secure();
            case Closed _ -> false;
        };
    }

    private static @Nullable Address user(SmtpSession state) {
        return switch (state) {
            case Ready(var client) -> client.user();
            case Authenticating(var client, _, _) -> client.user();
            case Addressing(var client, _, _) -> client.user();
            case Greeted _, Closed _ -> null;
        };
    }

    private static Step say(SmtpSession next, Reply reply) {
        return new Step(next, new Deed.Say(reply));
    }
}
