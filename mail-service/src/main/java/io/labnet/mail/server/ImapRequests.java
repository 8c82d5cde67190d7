package io.labnet.mail.server;

import io.labnet.line.Line;
import io.labnet.line.LineConnection;
import io.labnet.mail.imap.Request;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.Spool;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers commands with their literals off a connection (RFC 3501 section 4.3). */
final class ImapRequests implements Closeable {
    private static final Pattern LITERAL = Pattern.compile("(.*)\\{([0-9]{1,10})(\\+?)\\}");
    private static final int TEXT_CHARS_MAX = 64 * 1024;
    private static final int SMALL_LITERAL_BYTES_MAX = 8192;
    private static final int LITERALS_MAX = 64;

    /** What came. */
    sealed interface Came {
        record Whole(Request request) implements Came {}

        /** Something that must be refused, with this tag or {@code *}. */
        record Refused(String tag, String response) implements Came {}

        /** The client left, or must be left. */
        record Ended() implements Came {}
    }

    private final LineConnection connection;
    private final Path spoolFolder;
    private final long messageBytesMax;
    private @Nullable Spool spool;

    ImapRequests(LineConnection connection, Path spoolFolder, long messageBytesMax) {
        this.connection = connection;
        this.spoolFolder = spoolFolder;
        this.messageBytesMax = messageBytesMax;
    }

    /**
     * Waits for a command.
     *
     * @param loggedIn whether the client may hand in whole messages
     */
    Came next(boolean loggedIn) throws IOException {
        close();
        var text = new StringBuilder();
        var literals = new ArrayList<Content>();
        while (true) {
            switch (connection.readLine()) {
                case Line.Text(var line) -> {
                    var literal = LITERAL.matcher(line);
                    if (!literal.matches()) {
                        return whole(text.append(line).toString(), literals);
                    }
                    text.append(literal.group(1)).append('\0');
                    var length = Long.parseLong(literal.group(2));
                    var waits = literal.group(3).isEmpty();
                    var objection = objection(text.toString(), literals, length, loggedIn);
                    if (!objection.isEmpty()) {
                        return refuse(text.toString(), objection, waits);
                    }
                    if (waits) {
                        connection.writeLine("+ Go ahead");
                    }
                    var content = literal(text.toString(), length);
                    if (content == null) {
                        return new Came.Ended();
                    }
                    literals.add(content);
                }
                case Line.TooLong _ -> {
                    return new Came.Refused("*", "BAD Line too long");
                }
                case Line.Malformed _ -> {
                    return new Came.Refused("*", "BAD Lines end with CR LF, nothing else");
                }
                case Line.Ended _ -> {
                    return new Came.Ended();
                }
            }
        }
    }

    private static Came whole(String text, List<Content> literals) {
        var space = text.indexOf(' ');
        var tag = space < 0 ? text : text.substring(0, space);
        if (space < 0 || !tag.matches("[!-~&&[^(){%*\"\\\\+]]{1,100}")) {
            return new Came.Refused("*", "BAD A tag and a command are expected");
        }
        return new Came.Whole(new Request(tag, text.substring(space + 1), literals));
    }

    private String objection(String text, List<Content> literals, long length, boolean loggedIn) {
        if (text.length() > TEXT_CHARS_MAX || literals.size() >= LITERALS_MAX) {
            return "BAD The command is too long";
        }
        if (length > messageBytesMax) {
            return "NO [TOOBIG] Messages may have " + messageBytesMax + " bytes at most";
        }
        return length <= SMALL_LITERAL_BYTES_MAX || (loggedIn && isAppend(text))
                ? ""
                : "BAD The literal is too long";
    }

    // A client that does not wait is sending already: there is no way to go on (RFC 7888).
    private static Came refuse(String text, String objection, boolean waits) {
        var space = text.indexOf(' ');
        var tag = waits && space > 0 ? text.substring(0, space) : "*";
        return new Came.Refused(tag, waits ? objection : "BYE " + objection);
    }

    private @Nullable Content literal(String text, long length) throws IOException {
        if (!isAppend(text)) {
            var bytes = new ByteArrayOutputStream();
            return connection.readBytes(bytes, length) ? Content.of(bytes.toByteArray()) : null;
        }
        close();
        var keeping = new Spool(spoolFolder);
        spool = keeping;
        return connection.readBytes(new CrlfStream(keeping), length) ? keeping.content() : null;
    }

    private static boolean isAppend(String text) {
        return text.toUpperCase(Locale.ROOT).matches("\\S+ APPEND .*");
    }

    /** Forgets the last command's literals. */
    @Override
    public void close() throws IOException {
        if (spool != null) {
            spool.close();
            spool = null;
        }
    }
}
