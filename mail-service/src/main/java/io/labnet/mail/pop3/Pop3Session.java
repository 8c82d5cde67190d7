package io.labnet.mail.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one POP3 conversation (RFC 1939), as a value.
 *
 * <p>Knows no socket, clock or store.
 */
public sealed interface Pop3Session {
    /**
     * Nobody has logged in yet.
     *
     * @param user what USER said; null before
     */
    record Authorization(Terms terms, @Nullable String user) implements Pop3Session {}

    /** Logged in, with the maildrop to itself. */
    record Transaction(Terms terms, Maildrop maildrop) implements Pop3Session {}

    /** Over. */
    record Closed() implements Pop3Session {}

    /**
     * What holds for this connection.
     *
     * @param secure whether inside TLS
     * @param plaintextAuth whether a password may be said without
     */
    record Terms(boolean secure, boolean plaintextAuth) {
        boolean allowLogin() {
            return secure || plaintextAuth;
        }
    }

    /** What is to be done now. */
    sealed interface Deed {
        /** Tell the client. */
        record Say(Reply reply) implements Deed {}

        /** Go over to TLS, unless something was sent ahead. */
        record StartTls(Reply goAhead) implements Deed {}

        /** Check the password, lock the maildrop, go on by {@link Pop3Session#opened}. */
        record Open(String name, String password) implements Deed {}

        /**
         * Send a message.
         *
         * @param bodyLinesMax how much of the body; all of it when negative
         */
        record Send(Maildrop.Item item, int bodyLinesMax) implements Deed {}

        /** Remove what was marked, then say goodbye. */
        record Update(List<Long> deletedUids) implements Deed {}
    }

    /** What became of opening a maildrop. */
    enum Refusal {
        /** RFC 3206: the name or the password is wrong. */
        AUTH("[AUTH] Wrong name or password"),
        /** RFC 2449 section 8.1.1: somebody else has the maildrop open. */
        IN_USE("[IN-USE] The maildrop is locked by another session"),
        /** RFC 2449 section 8.1.2. */
        WAIT("[LOGIN-DELAY] Too many failed logins; wait a minute");

        private final String text;

        Refusal(String text) {
            this.text = text;
        }
    }

    /** One step of the conversation. */
    record Step(Pop3Session next, Deed deed) {}

    static Step open(Terms terms, String host) {
        return ok(new Authorization(terms, null), host + " POP3 Labnet");
    }

    /** What a line earns. */
    static Step answer(Pop3Session state, String line) {
        var words = line.split(" ", 2);
        var verb = words[0].toUpperCase(Locale.ROOT);
        var rest = words.length == 2 ? words[1] : "";
        return switch (state) {
            case Authorization before -> authorize(before, verb, rest);
            case Transaction open -> transact(open, verb, rest.strip());
            case Closed _ -> error(state, "Closed");
        };
    }

    private static Step authorize(Authorization state, String verb, String rest) {
        var terms = state.terms();
        return switch (verb) {
            case "CAPA" -> capabilities(state, terms);
            case "QUIT" -> ok(new Closed(), "Goodbye");
            case "STLS" ->
                    terms.secure()
                            ? error(state, "Already inside TLS")
                            // RFC 2595 section 4: what was said in the clear is forgotten.
                            : new Step(
                                    new Authorization(new Terms(true, true), null),
                                    new Deed.StartTls(Reply.ok("Begin TLS")));
            case "USER", "PASS" ->
                    terms.allowLogin()
                            ? logIn(state, verb, rest)
                            : error(state, "[AUTH] Say STLS first");
            default -> error(state, "Log in first: USER and PASS, or STLS, CAPA, QUIT");
        };
    }

    private static Step logIn(Authorization state, String verb, String rest) {
        if (rest.isEmpty()) {
            return error(state, verb + " what?");
        }
        if (verb.equals("USER")) {
            // Whether there is such a user is not told before the password (RFC 1939 section 13).
            return ok(new Authorization(state.terms(), rest), "And the password?");
        }
        return state.user() == null
                ? error(state, "Say USER first")
                : new Step(
                        new Authorization(state.terms(), null), new Deed.Open(state.user(), rest));
    }

    /** What follows when the maildrop could be opened. */
    static Step opened(Terms terms, Maildrop maildrop) {
        return ok(new Transaction(terms, maildrop), summary(maildrop));
    }

    /** What follows when it could not. */
    static Step refused(Terms terms, Refusal why) {
        return error(new Authorization(terms, null), why.text);
    }

    private static Step transact(Transaction state, String verb, String rest) {
        var terms = state.terms();
        var drop = state.maildrop();
        return switch (verb) {
            case "CAPA" -> capabilities(state, terms);
            case "NOOP" -> ok(state, "");
            case "STAT" -> ok(state, drop.numbers().size() + " " + drop.lengthBytes());
            case "LIST" -> list(state, rest, n -> n + " " + drop.item(n).lengthBytes());
            case "UIDL" -> list(state, rest, n -> n + " " + drop.item(n).uniqueId());
            case "RETR" -> with(state, rest, n -> new Step(state, new Deed.Send(drop.item(n), -1)));
            case "TOP" -> top(state, rest);
            case "DELE" ->
                    with(
                            state,
                            rest,
                            n ->
                                    ok(
                                            new Transaction(terms, drop.without(n)),
                                            "Marked for deletion"));
            case "RSET" -> ok(new Transaction(terms, drop.restored()), summary(drop.restored()));
            // RFC 1939 section 6: only QUIT deletes; whoever just leaves deletes nothing.
            case "QUIT" -> new Step(new Closed(), new Deed.Update(drop.deletedUids()));
            default -> error(state, "Unknown command");
        };
    }

    private static Step top(Transaction state, String rest) {
        var words = rest.split(" +", -1);
        if (words.length != 2 || number(words[1]) < 0) {
            return error(state, "TOP takes a message number and a number of lines");
        }
        return with(
                state,
                words[0],
                n -> new Step(state, new Deed.Send(state.maildrop().item(n), number(words[1]))));
    }

    private static Step list(Transaction state, String rest, IntFunction<String> entry) {
        if (!rest.isEmpty()) {
            return with(state, rest, n -> ok(state, entry.apply(n)));
        }
        var lines = state.maildrop().numbers().stream().map(entry::apply).toList();
        return new Step(state, new Deed.Say(Reply.ok(lines.size() + " messages", lines)));
    }

    private static Step with(Transaction state, String word, IntFunction<Step> then) {
        var number = number(word);
        return state.maildrop().has(number) ? then.apply(number) : error(state, "No such message");
    }

    private static Step capabilities(Pop3Session state, Terms terms) {
        var lines = new ArrayList<>(List.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE"));
        lines.add("PIPELINING");
        if (terms.allowLogin()) {
            lines.add("USER");
        }
        if (!terms.secure()) {
            lines.add("STLS");
        }
        return new Step(state, new Deed.Say(Reply.ok("Capabilities follow", lines)));
    }

    private static String summary(Maildrop maildrop) {
        return maildrop.numbers().size() + " messages (" + maildrop.lengthBytes() + " octets)";
    }

    private static int number(String word) {
        return word.matches("[0-9]{1,9}") ? Integer.parseInt(word) : -1;
    }

    private static Step ok(Pop3Session next, String text) {
        return new Step(next, new Deed.Say(Reply.ok(text)));
    }

    private static Step error(Pop3Session next, String text) {
        return new Step(next, new Deed.Say(Reply.error(text)));
    }
}
