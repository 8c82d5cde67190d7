package io.labnet.mail.smtp;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a server answers (RFC 5321 section 4.2).
 *
 * @param code three digits
 * @param enhanced the code of RFC 3463, such as {@code 5.1.1}, told as RFC 2034 says; empty where
 *     there must be none
 * @param lines one or more, without codes
 */
public record Reply(int code, String enhanced, List<String> lines) {
    public static final Reply OK = of(250, "2.0.0", "OK");
    public static final Reply BYE = of(221, "2.0.0", "Goodbye");
    public static final Reply GO_AHEAD =
            of(354, "", "Send the message; end it with a line that holds a single dot");
    public static final Reply START_TLS = of(220, "2.0.0", "Ready to start TLS");
    public static final Reply LOGGED_IN = of(235, "2.7.0", "Welcome");
    public static final Reply VERIFY =
            of(252, "2.5.0", "Will not tell, but will take mail and try to deliver it");
    public static final Reply HELP =
            of(214, "2.0.0", "EHLO HELO MAIL RCPT DATA RSET NOOP VRFY STARTTLS AUTH QUIT");

    public static final Reply CLOSING = of(421, "4.3.2", "The server is shutting down");
    public static final Reply BUSY = of(421, "4.7.0", "Too many connections; try later");
    public static final Reply TIMEOUT = of(421, "4.4.2", "Waited too long");
    public static final Reply INTERNAL_ERROR = of(421, "4.3.0", "An error of ours; try later");
    public static final Reply TOO_MANY_ERRORS = of(421, "4.7.0", "Too many errors");
    public static final Reply NOT_KEPT =
            of(451, "4.3.0", "The message cannot be kept now; try later");
    public static final Reply NOT_NOW =
            of(451, "4.3.0", "The mail store cannot do it now; try later");
    public static final Reply TOO_MANY_RECIPIENTS =
            of(452, "4.5.3", "Too many recipients; send the rest in another transaction");
    // RFC 4954 section 6.
    public static final Reply NO_LOGIN_NOW =
            of(454, "4.7.0", "Temporary authentication failure; try later");
    public static final Reply WAIT = of(454, "4.7.0", "Too many failed logins; wait a minute");

    public static final Reply LINE_TOO_LONG = of(500, "5.5.2", "Line too long");
    public static final Reply BARE_NEWLINE =
            of(500, "5.5.2", "Lines end with CR LF; a CR or LF by itself is refused");
    public static final Reply UNKNOWN_COMMAND = of(500, "5.5.1", "Command unknown; try HELP");
    public static final Reply BAD_PATH =
            of(501, "5.1.3", "An address in angle brackets is expected");
    public static final Reply BAD_SENDER =
            of(501, "5.1.7", "An address in angle brackets is expected");
    public static final Reply BAD_ARGUMENT = of(501, "5.5.4", "Bad argument");
    public static final Reply BAD_BASE64 = of(501, "5.5.2", "That is not base64");
    public static final Reply AUTH_CANCELLED = of(501, "5.7.0", "Authentication cancelled");
    public static final Reply NOT_IMPLEMENTED = of(502, "5.5.1", "Command not implemented");
    public static final Reply BAD_SEQUENCE = of(503, "5.5.1", "Bad sequence of commands");
    public static final Reply SAY_HELLO = of(503, "5.5.1", "Say EHLO or HELO first");
    public static final Reply UNKNOWN_MECHANISM = of(504, "5.5.4", "AUTH PLAIN or LOGIN only");
    public static final Reply LOG_IN = of(530, "5.7.0", "Authentication required");
    public static final Reply TLS_FIRST = of(538, "5.7.11", "Start TLS before you authenticate");
    public static final Reply WRONG_PASSWORD = of(535, "5.7.8", "Wrong name or password");
    public static final Reply TOO_LARGE = of(552, "5.3.4", "The message is too large");
    public static final Reply NO_RELAY =
            of(550, "5.7.1", "Relaying denied: that domain is not served here");
    public static final Reply NO_SUCH_USER = of(550, "5.1.1", "No such user here");
    public static final Reply NOT_YOURS =
            of(550, "5.7.1", "The sender address is not of the user who logged in");
    public static final Reply SMUGGLING =
            of(554, "5.6.0", "The message has a CR or LF by itself; lines end with CR LF");
    public static final Reply INJECTION =
            of(554, "5.5.1", "Commands were sent after STARTTLS, before TLS");
    public static final Reply LOOP = of(554, "5.4.6", "Too many hops: the message loops");
    public static final Reply UNKNOWN_PARAMETER =
            of(555, "5.5.4", "A parameter of MAIL or RCPT is not known");

    public Reply {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("A reply has at least one line");
        }
    }

    public static Reply of(int code, String enhanced, String text) {
        return new Reply(code, enhanced, List.of(text));
    }

    /**
     * What a server said: each line with its code, as it came. An enhanced code stays in the text.
     *
     * @throws IllegalArgumentException when that is no reply
     */
    public static Reply parse(List<String> wire) {
        var code = wire.isEmpty() ? "" : wire.getFirst();
        if (!code.matches("[2-5][0-9][0-9](?:[ -].*)?")) {
            throw new IllegalArgumentException("No SMTP reply: " + code);
        }
        var lines = wire.stream().map(line -> line.length() > 4 ? line.substring(4) : "").toList();
        return new Reply(Integer.parseInt(code.substring(0, 3)), "", lines);
    }

    /** Whether the command was carried out: not refused, and nothing more to be said. */
    public boolean isSuccess() {
        return code >= 200 && code < 300;
    }

    /** Whether the command failed for good. */
    public boolean isPermanent() {
        return code >= 500;
    }

    /** Whether the command failed, now or for good. */
    public boolean isError() {
        return code >= 400;
    }

    /** The lines as they go on the wire, without their CRLFs. */
    public List<String> wire() {
        var said = enhanced.isEmpty() ? "" : enhanced + " ";
        var last = lines.size() - 1;
        return IntStream.rangeClosed(0, last)
                .mapToObj(i -> code + (i == last ? " " : "-") + said + lines.get(i))
                .toList();
    }

    /** In one line, for people. */
    @Override
    public String toString() {
        return code + (enhanced.isEmpty() ? " " : " " + enhanced + " ") + String.join(" / ", lines);
    }
}
