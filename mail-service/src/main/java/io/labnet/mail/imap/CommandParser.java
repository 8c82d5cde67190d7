package io.labnet.mail.imap;

import io.labnet.mail.imap.Words.Unexpected;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads one command (RFC 3501 section 9). */
public final class CommandParser {
    private static final DateTimeFormatter DATE_TIME =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("d-MMM-yyyy HH:mm:ss xx")
                    .toFormatter(Locale.US);
    private static final Set<String> SYSTEM_FLAGS =
            Set.of("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft");
    private static final int FLAGS_MAX = 32;
    private static final int FLAG_CHARS_MAX = 24;
    private static final int FOLDER_CHARS_MAX = 250;

    private CommandParser() {}

    /** What a request asks; {@link Command.Faulty} when nothing that we know. */
    public static Command parse(Request request) {
        var words = new Words(request);
        try {
            var command = command(words, words.keyword());
            words.end();
            return command;
        } catch (Unexpected e) {
            return new Command.Faulty(e.reason());
        }
    }

    private static Command command(Words words, String verb) throws Unexpected {
        return switch (verb) {
            case "CAPABILITY" -> new Command.Capability();
            case "NOOP" -> new Command.Noop();
            case "LOGOUT" -> new Command.Logout();
            case "STARTTLS" -> new Command.StartTls();
            case "NAMESPACE" -> new Command.Namespace();
            case "CHECK" -> new Command.Check();
            case "CLOSE" -> new Command.Close(true);
            case "UNSELECT" -> new Command.Close(false);
            case "EXPUNGE" -> new Command.Expunge(null);
            case "IDLE" -> new Command.Idle();
            case "ID" -> id(words.space());
            case "LOGIN" -> new Command.Login(words.space().astring(), words.space().astring());
            case "AUTHENTICATE" -> authenticate(words.space());
            case "SELECT" -> new Command.Select(words.space().folder(), false);
            case "EXAMINE" -> new Command.Select(words.space().folder(), true);
            case "CREATE" -> new Command.Create(newName(words.space()));
            case "DELETE" -> new Command.Delete(words.space().folder());
            case "RENAME" -> new Command.Rename(words.space().folder(), newName(words.space()));
            case "SUBSCRIBE" -> new Command.Subscribe(words.space().folder(), true);
            case "UNSUBSCRIBE" -> new Command.Subscribe(words.space().folder(), false);
            case "LIST" -> listing(words, false);
            case "LSUB" -> listing(words, true);
            case "STATUS" ->
                    new Command.Status(words.space().folder(), words.space().list(words::keyword));
            case "APPEND" -> append(words.space());
            case "UID" -> onMessages(words, words.space().keyword(), true);
            default -> onMessages(words, verb, false);
        };
    }

    private static Command onMessages(Words words, String verb, boolean uid) throws Unexpected {
        return switch (verb) {
            case "SEARCH" -> new Command.Search(SearchParser.parse(words), uid);
            case "FETCH" ->
                    new Command.Fetch(words.space().set(), FetchParser.parse(words.space()), uid);
            case "COPY" -> new Command.Copy(words.space().set(), words.space().folder(), uid);
            case "STORE" -> store(words.space().set(), words.space(), uid);
            case "EXPUNGE" -> new Command.Expunge(words.space().set());
            default -> throw new Unexpected("Unknown command");
        };
    }

    private static Command id(Words words) throws Unexpected {
        if (words.next('(')) {
            words.list(words::astring);
        } else {
            words.astring();
        }
        return new Command.Id();
    }

    private static Command authenticate(Words words) throws Unexpected {
        var mechanism = words.keyword();
        return new Command.Authenticate(mechanism, words.hasMore() ? words.space().run(" ") : null);
    }

    private static Command listing(Words words, boolean subscribedOnly) throws Unexpected {
        return new Command.ListFolders(
                words.space().astring(), words.space().pattern(), subscribedOnly);
    }

    // A trailing slash only says that folders will be made below (RFC 3501 section 6.3.3).
    private static String newName(Words words) throws Unexpected {
        var name = words.folder().replaceAll("/$", "");
        var fine =
                !name.isEmpty()
                        && name.length() <= FOLDER_CHARS_MAX
                        && name.chars().allMatch(c -> c >= ' ' && c < 127 && c != '*' && c != '%')
                        && !name.startsWith("/")
                        && !name.contains("//");
        if (!fine) {
            throw new Unexpected("A folder cannot have that name");
        }
        return name;
    }

    private static Command append(Words words) throws Unexpected {
        var folder = words.folder();
        words.space();
        Set<String> flags = Set.of();
        Instant at = null;
        if (words.next('(')) {
            flags = flags(words);
            words.space();
        }
        if (words.next('"')) {
            at = dateTime(words.astring());
            words.space();
        }
        return new Command.Append(folder, flags, at, words.literal());
    }

    private static Instant dateTime(String text) throws Unexpected {
        try {
            return OffsetDateTime.parse(text.strip(), DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            throw new Unexpected(text + " is no date and time");
        }
    }

    private static Command store(SequenceSet set, Words words, boolean uid) throws Unexpected {
        var item = words.keyword();
        var change =
                switch (item.charAt(0)) {
                    case '+' -> Command.Change.ADD;
                    case '-' -> Command.Change.REMOVE;
                    default -> Command.Change.REPLACE;
                };
        var name = change == Command.Change.REPLACE ? item : item.substring(1);
        if (!name.equals("FLAGS") && !name.equals("FLAGS.SILENT")) {
            throw new Unexpected("STORE takes FLAGS");
        }
        return new Command.Store(set, change, flags(words.space()), name.endsWith(".SILENT"), uid);
    }

    private static Set<String> flags(Words words) throws Unexpected {
        var named = words.next('(') ? words.list(() -> words.run(" ()\"\0")) : several(words);
        var flags = new TreeSet<String>();
        for (var flag : named) {
            flags.add(flag(flag));
        }
        if (flags.size() > FLAGS_MAX) {
            throw new Unexpected("Too many flags");
        }
        return flags;
    }

    private static List<String> several(Words words) throws Unexpected {
        var flags = new ArrayList<String>();
        flags.add(words.run(" ()\"\0"));
        while (words.next(' ')) {
            flags.add(words.space().run(" ()\"\0"));
        }
        return flags;
    }

    private static String flag(String text) throws Unexpected {
        for (var known : SYSTEM_FLAGS) {
            if (known.equalsIgnoreCase(text)) {
                return known;
            }
        }
        // Among them \Recent, which no client may change (RFC 3501 section 2.3.2).
        if (text.startsWith("\\") || text.length() > FLAG_CHARS_MAX) {
            throw new Unexpected(text + " is no flag that can be set");
        }
        return text;
    }
}
