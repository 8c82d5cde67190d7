package io.labnet.mail.smtp;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.ReversePath;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one command line (RFC 5321 section 4.1.1). */
public final class CommandParser {
    // Some clients put a space after the colon; RFC 5321 section 4.1.1.2 lets a server bear it.
    private static final Pattern PATH =
            Pattern.compile("(?i)(?:FROM|TO): ?<(?:@[^<>: ]+:)?([^<> ]*|\"[^<>]*)>((?: .*)?)");
    private static final Pattern CLIENT_NAME = Pattern.compile("[!-~]{1,255}");

    private CommandParser() {}

    /** What the line says; {@link Command.Faulty} when it says nothing that we know. */
    public static Command parse(String line) {
        var space = line.indexOf(' ');
        var verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        var rest = space < 0 ? "" : line.substring(space + 1).strip();
        return switch (verb) {
            case "EHLO" -> isName(rest) ? new Command.Ehlo(rest) : faulty(Reply.BAD_ARGUMENT);
            case "HELO" -> isName(rest) ? new Command.Helo(rest) : faulty(Reply.BAD_ARGUMENT);
            case "MAIL" -> mail(rest);
            case "RCPT" -> rcpt(rest);
            case "DATA" -> bare(rest, new Command.Data());
            case "RSET" -> bare(rest, new Command.Rset());
            case "NOOP" -> new Command.Noop();
            case "VRFY" -> new Command.Vrfy();
            case "HELP" -> new Command.Help();
            case "QUIT" -> bare(rest, new Command.Quit());
            case "STARTTLS" -> bare(rest, new Command.StartTls());
            case "AUTH" -> auth(rest);
            case "EXPN", "TURN", "SEND", "SOML", "SAML", "ETRN", "BDAT" ->
                    faulty(Reply.NOT_IMPLEMENTED);
            default -> faulty(Reply.UNKNOWN_COMMAND);
        };
    }

    private static Command mail(String rest) {
        var path = PATH.matcher(rest);
        if (!rest.regionMatches(true, 0, "FROM:", 0, 5) || !path.matches()) {
            return faulty(Reply.BAD_SENDER);
        }
        var from = reversePath(path.group(1));
        if (from == null) {
            return faulty(Reply.BAD_SENDER);
        }
        var size = 0L;
        for (var parameter : parameters(path.group(2))) {
            var name = parameter.toUpperCase(Locale.ROOT);
            if (name.matches("SIZE=[0-9]{1,18}")) {
                size = Long.parseLong(name.substring("SIZE=".length()));
            } else if (name.startsWith("SIZE=")) {
                return faulty(Reply.BAD_ARGUMENT);
            } else if (!name.equals("BODY=7BIT")
                    && !name.equals("BODY=8BITMIME")
                    // Who wrote it says nothing here: RFC 4954 section 5 lets a server pass over
                    // it.
                    && !name.startsWith("AUTH=")) {
                return faulty(Reply.UNKNOWN_PARAMETER);
            }
        }
        return new Command.Mail(from, size);
    }

    private static Command rcpt(String rest) {
        var path = PATH.matcher(rest);
        if (!rest.regionMatches(true, 0, "TO:", 0, 3) || !path.matches()) {
            return faulty(Reply.BAD_PATH);
        }
        if (parameters(path.group(2)).length > 0) {
            return faulty(Reply.UNKNOWN_PARAMETER);
        }
        // RFC 5321 section 4.5.1: the one address that needs no domain.
        if (path.group(1).equalsIgnoreCase("postmaster")) {
            return new Command.Rcpt(null);
        }
        Optional<Command> to = Address.parse(path.group(1)).map(Command.Rcpt::new);
        return to.orElseGet(() -> faulty(Reply.BAD_PATH));
    }

    private static Command auth(String rest) {
        var words = rest.split(" +", 3);
        if (words[0].isEmpty() || words.length > 2) {
            return faulty(Reply.BAD_ARGUMENT);
        }
        return new Command.Auth(
                words[0].toUpperCase(Locale.ROOT), words.length == 2 ? words[1] : null);
    }

    private static @Nullable ReversePath reversePath(String text) {
        return text.isEmpty()
                ? ReversePath.NULL
                : Address.parse(text).map(ReversePath::new).orElse(null);
    }

    private static String[] parameters(String text) {
        return text.isBlank() ? new String[0] : text.strip().split(" +", -1);
    }

    private static Command bare(String rest, Command command) {
        return rest.isEmpty() ? command : faulty(Reply.BAD_ARGUMENT);
    }

    private static boolean isName(String text) {
        return CLIENT_NAME.matcher(text).matches();
    }

    private static Command faulty(Reply reply) {
        return new Command.Faulty(reply);
    }
}
